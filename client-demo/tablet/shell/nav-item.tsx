/** One entry of the navigation: picture, word, and how much is there that needs a decision. */
import { CounterBadge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { EntityIcon } from './entity-icon.ts';
import { useSearch } from './search-context.tsx';

const useStyles = makeStyles({
  item: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    rowGap: '2px',
    minHeight: '56px',
    minWidth: '44px',
    paddingInline: '2px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground3,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover, color: tokens.colorNeutralForeground2 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  rail: { width: '56px' },
  bar: { flexGrow: 1, flexBasis: 0 },
  chosen: { color: tokens.colorBrandForeground1, ':hover': { color: tokens.colorBrandForeground1 } },
  mark: {
    position: 'absolute',
    insetInlineStart: '0',
    insetBlock: '14px',
    width: '3px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
  icon: { fontSize: '24px', display: 'flex' },
  word: {
    fontSize: tokens.fontSizeBase100,
    lineHeight: tokens.lineHeightBase100,
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  badge: { position: 'absolute', insetBlockStart: '4px', insetInlineEnd: '6px' },
});

interface NavItemProps {
  readonly where: 'rail' | 'bar';
  readonly href: string;
  readonly word: string;
  readonly icon: EntityIcon;
  readonly isChosen: boolean;
  /** How many wait for a decision, and how that is said. */
  readonly badge?: { readonly count: number; readonly label: string } | undefined;
}

export function NavItem({ where, href, word, icon, isChosen, badge }: NavItemProps) {
  const styles = useStyles();
  const { setText } = useSearch();
  const Icon = isChosen ? icon.chosen : icon.plain;
  return (
    <a
      className={mergeClasses(styles.item, styles[where], isChosen && styles.chosen)}
      href={href}
      aria-current={isChosen ? 'page' : undefined}
      onClick={() => setText('')}
    >
      {isChosen && where === 'rail' && <span className={styles.mark} />}
      <span className={styles.icon}>
        <Icon aria-hidden="true" />
      </span>
      <span className={styles.word} title={word}>
        {word}
      </span>
      {badge !== undefined && badge.count > 0 && (
        <CounterBadge
          className={styles.badge}
          count={badge.count}
          size="small"
          color="danger"
          aria-label={badge.label}
        />
      )}
    </a>
  );
}
