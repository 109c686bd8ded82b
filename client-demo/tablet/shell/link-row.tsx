/** A line that leads somewhere: on the home page, among search results, in what waits. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ChevronRightRegular, type FluentIcon } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    minHeight: '56px',
    boxSizing: 'border-box',
    paddingInline: tokens.spacingHorizontalL,
    paddingBlock: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  icon: { fontSize: '20px', display: 'flex', color: tokens.colorNeutralForeground3, flexShrink: 0 },
  lines: { flexGrow: 1, minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  name: {
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  below: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  aside: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, flexShrink: 0 },
});

export interface LinkRowProps {
  readonly href: string;
  readonly icon: FluentIcon;
  readonly name: string;
  readonly below?: string | undefined;
  readonly aside?: string | undefined;
}

export function LinkRow({ href, icon: Icon, name, below, aside }: LinkRowProps) {
  const styles = useStyles();
  return (
    <li>
      <a className={styles.row} href={href}>
        <span className={styles.icon}>
          <Icon aria-hidden="true" />
        </span>
        <span className={styles.lines}>
          <div className={mergeClasses(styles.line, styles.name)} dir="auto">
            {name}
          </div>
          {below !== undefined && below !== '' && (
            <div className={mergeClasses(styles.line, styles.below)} dir="auto">
              {below}
            </div>
          )}
        </span>
        {aside !== undefined && <span className={styles.aside}>{aside}</span>}
        <span className={styles.icon}>
          <ChevronRightRegular aria-hidden="true" />
        </span>
      </a>
    </li>
  );
}

/** Lines below each other. */
export function LinkRows({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  return <ul className={styles.list}>{children}</ul>;
}
