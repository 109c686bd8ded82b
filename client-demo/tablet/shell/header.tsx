/** The bar above every page: search, whose tablet it is, the network switch, and the status pill. */
import { makeStyles, mergeClasses, Switch, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useWords } from '../../words/index.ts';
import { useNetwork } from '../session/session-context.tsx';
import { Mark } from './mark.tsx';
import type { Layout } from './use-layout.ts';
import { UserPicker } from './user-picker.tsx';

const useStyles = makeStyles({
  header: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    paddingInline: tokens.spacingHorizontalL,
    paddingBlock: tokens.spacingVerticalXS,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
    minHeight: '56px',
    boxSizing: 'border-box',
  },
  phone: { columnGap: tokens.spacingHorizontalXS, paddingInline: tokens.spacingHorizontalS },
  brand: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    flexShrink: 0,
    color: tokens.colorBrandForeground1,
  },
  search: { flexGrow: 1, flexShrink: 1, flexBasis: '160px', minWidth: 0, display: 'flex' },
  searchPhone: { flexBasis: '100%', order: 1 },
  end: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    marginInlineStart: 'auto',
    minWidth: 0,
  },
  endPhone: { flexGrow: 1, columnGap: tokens.spacingHorizontalXXS, justifyContent: 'space-between' },
  network: { minHeight: '44px', alignItems: 'center', flexShrink: 0 },
});

interface HeaderProps {
  readonly layout: Layout;
  /** Absent where there is nothing to search in. */
  readonly search?: ReactNode;
  readonly pill?: ReactNode;
}

export function Header({ layout, search, pill }: HeaderProps) {
  const styles = useStyles();
  const { shell } = useWords();
  const network = useNetwork();
  const isPhone = layout === 'phone';
  return (
    <header className={mergeClasses(styles.header, isPhone && styles.phone)}>
      {layout === 'wide' && (
        <span className={styles.brand}>
          <Mark size={24} />
          <Text weight="semibold" size={400}>
            {shell.product}
          </Text>
        </span>
      )}
      {search !== undefined && (
        <div className={mergeClasses(styles.search, isPhone && styles.searchPhone)}>{search}</div>
      )}
      <div className={mergeClasses(styles.end, isPhone && styles.endPhone)}>
        <UserPicker isNarrow={isPhone} />
        <Switch
          className={styles.network}
          checked={network.isOn}
          onChange={(_, { checked }) => network.set(checked)}
          label={shell.header.network}
          labelPosition="before"
        />
        {pill}
      </div>
    </header>
  );
}
