/** One row of a list: what it stands for, and marks for what waits, was refused, or has two values. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { BranchRegular, ClockRegular, DraftsRegular, type FluentIcon } from '@fluentui/react-icons';
import { type KeyboardEvent, memo } from 'react';
import type { EntityIndex, ViewRow } from '../../../engine/index.ts';
import type { Showing } from '../record/show-value.ts';
import { initialsOf, linesOf } from './row-lines.ts';

/** All rows are of one height, so that the place of each is known. */
export const ROW_HEIGHT = 56;

const useStyles = makeStyles({
  row: {
    display: 'block',
    position: 'absolute',
    insetInline: 0,
    insetBlockStart: 0,
    height: `${ROW_HEIGHT}px`,
    boxSizing: 'border-box',
    cursor: 'pointer',
    contain: 'strict',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: tokens.colorNeutralBackground1,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
      borderRadius: tokens.borderRadiusMedium,
    },
  },
  chosen: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  cell: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    height: '100%',
    boxSizing: 'border-box',
    paddingBlock: 0,
    paddingInline: tokens.spacingHorizontalL,
  },
  initials: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    flexShrink: 0,
    width: '36px',
    height: '36px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  lines: { flexGrow: 1, minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  name: {
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
  },
  below: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  marks: { display: 'flex', columnGap: tokens.spacingHorizontalXS, flexShrink: 0, fontSize: '20px' },
  waiting: { color: tokens.colorNeutralForeground3 },
  decide: { color: tokens.colorStatusDangerForeground1 },
  conflict: { color: tokens.colorStatusWarningForeground3 },
});

export interface ListRowProps {
  readonly row: ViewRow;
  readonly index: EntityIndex;
  readonly showing: Showing;
  /** Its place in the list, from 0. */
  readonly place: number;
  readonly isChosen: boolean;
  /** Whether it is the one that the keyboard comes to. */
  readonly isAt: boolean;
  readonly hasDraft: boolean;
  readonly onOpen: (row: ViewRow) => void;
}

export const ListRow = memo(function ListRow(props: ListRowProps) {
  const { row, index, showing, place, isChosen, isAt, hasDraft, onOpen } = props;
  const styles = useStyles();
  const { name, below } = linesOf(row, index, showing);
  const marks = showing.words.list.row;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onOpen(row);
  };
  return (
    <tr
      className={mergeClasses(styles.row, isChosen && styles.chosen)}
      style={{ transform: `translateY(${place * ROW_HEIGHT}px)` }}
      aria-rowindex={place + 1}
      aria-selected={isChosen}
      tabIndex={isAt ? 0 : -1}
      data-row={row.id}
      onClick={() => onOpen(row)}
      onKeyDown={onKeyDown}
    >
      <td className={styles.cell}>
        <span className={styles.initials} aria-hidden="true">
          {initialsOf(name)}
        </span>
        <span className={styles.lines}>
          <div className={mergeClasses(styles.line, styles.name)} dir="auto">
            {name}
          </div>
          <div className={mergeClasses(styles.line, styles.below)} dir="auto">
            {below}
          </div>
        </span>
        <span className={styles.marks}>
          {hasDraft && <RowMark icon={DraftsRegular} label={marks.draft} className={styles.decide} />}
          {row.conflicts.length > 0 && (
            <RowMark icon={BranchRegular} label={marks.conflict} className={styles.conflict} />
          )}
          {row.isPending && <RowMark icon={ClockRegular} label={marks.waiting} className={styles.waiting} />}
        </span>
      </td>
    </tr>
  );
});

function RowMark(props: { readonly icon: FluentIcon; readonly label: string; readonly className: string }) {
  const { icon: Icon, label, className } = props;
  return (
    <span className={className} role="img" aria-label={label} title={label}>
      <Icon aria-hidden="true" />
    </span>
  );
}
