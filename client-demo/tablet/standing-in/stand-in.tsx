/** A page that stands in for all others: what has happened, and the one thing that can be done. */
import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  page: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    display: 'flex',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  middle: {
    margin: 'auto',
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: '480px',
    padding: tokens.spacingHorizontalXXL,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    rowGap: tokens.spacingVerticalM,
  },
  icon: { fontSize: '48px', display: 'flex', color: tokens.colorNeutralForeground3 },
  title: { margin: 0 },
  message: { color: tokens.colorNeutralForeground2 },
  button: { minHeight: '44px', marginBlockStart: tokens.spacingVerticalS },
});

interface StandInProps {
  /** A picture; a sign that something is under way where absent. */
  readonly icon?: FluentIcon;
  readonly title: string;
  readonly message?: string | undefined;
  readonly action?: { readonly word: string; readonly run: () => void } | undefined;
  /** Whether somebody who hears it should be told at once. */
  readonly isUrgent?: boolean;
  readonly children?: ReactNode;
}

export function StandIn({ icon: Icon, title, message, action, isUrgent = false, children }: StandInProps) {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      <div className={styles.middle} role={isUrgent ? 'alert' : 'status'}>
        {Icon === undefined ? (
          <Spinner size="large" aria-hidden="true" />
        ) : (
          <span className={styles.icon}>
            <Icon aria-hidden="true" />
          </span>
        )}
        <Text as="h1" size={600} weight="semibold" className={styles.title}>
          {title}
        </Text>
        {message !== undefined && <Text className={styles.message}>{message}</Text>}
        {action !== undefined && (
          <Button className={styles.button} appearance="primary" size="large" onClick={action.run}>
            {action.word}
          </Button>
        )}
        {children}
      </div>
    </main>
  );
}
