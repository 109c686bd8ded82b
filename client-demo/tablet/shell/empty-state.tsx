/** What stands where nothing is to be shown: why, and what can be done. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  empty: {
    flexGrow: 1,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalXXL,
    overflowWrap: 'anywhere',
  },
  icon: { fontSize: '40px', display: 'flex', color: tokens.colorNeutralForeground4 },
  hint: { color: tokens.colorNeutralForeground3, maxWidth: '36ch' },
  action: { marginBlockStart: tokens.spacingVerticalS },
});

interface EmptyStateProps {
  readonly icon: FluentIcon;
  readonly title: string;
  readonly hint?: string | undefined;
  readonly children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, hint, children }: EmptyStateProps) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>
        <Icon aria-hidden="true" />
      </span>
      <Text size={400} weight="semibold">
        {title}
      </Text>
      {hint !== undefined && (
        <Text size={300} className={styles.hint}>
          {hint}
        </Text>
      )}
      {children !== undefined && <div className={styles.action}>{children}</div>}
    </div>
  );
}
