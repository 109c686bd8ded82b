/**
 * The rows of a list, of which only those in sight are there: ten thousand scroll as ten do.
 *
 * Invariants: the row that the keyboard is on stays there, wherever the list is scrolled to; each says its place among
 * all of them; a list that is left and shown again is where it was.
 */
import { makeStyles } from '@fluentui/react-components';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { EntityIndex, ViewRow } from '../../../engine/index.ts';
import type { Showing } from '../record/show-value.ts';
import { useShortcut } from '../shell/use-shortcut.ts';
import type { RememberedList } from './list-memory.tsx';
import { ListRow, ROW_HEIGHT } from './list-row.tsx';

const useStyles = makeStyles({
  scroller: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    overscrollBehavior: 'contain',
    contain: 'strict',
  },
  grid: { display: 'block' },
  rows: { display: 'block', position: 'relative', width: '100%' },
});

/** A table in which one goes from row to row with keys is a grid. */
const asGrid = { role: 'grid' } as const;

interface ListGridProps {
  readonly label: string;
  readonly rows: readonly ViewRow[];
  readonly index: EntityIndex;
  readonly showing: Showing;
  /** What is searched for. */
  readonly searched: string;
  readonly remembered: RememberedList;
  /** The id of the record that is shown. */
  readonly chosen: string | undefined;
  /** The ids of records that have drafts. */
  readonly drafted: ReadonlySet<string>;
  readonly onOpen: (row: ViewRow) => void;
}

export function ListGrid(props: ListGridProps) {
  const { label, rows, index, showing, searched, remembered, chosen, drafted, onOpen } = props;
  const styles = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(remembered.at ?? chosen);
  const place = useMemo(
    () =>
      Math.max(
        0,
        rows.findIndex(({ id }) => id === at),
      ),
    [rows, at],
  );
  const rangeExtractor = useCallback(
    (range: Range) => {
      const places = defaultRangeExtractor(range);
      if (places.includes(place) || place >= range.count) return places;
      return [...places, place].sort((a, b) => a - b);
    },
    [place],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    initialOffset: remembered.scrollTop,
    rangeExtractor,
  });

  const before = useRef(searched);
  useLayoutEffect(() => {
    if (before.current === searched) return;
    before.current = searched;
    virtual.scrollToOffset(0);
  }, [searched, virtual]);

  const wantsFocus = useRef(false);
  const moveTo = (next: number): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, next))];
    if (row === undefined) return;
    setAt(row.id);
    remembered.at = row.id;
    wantsFocus.current = true;
    virtual.scrollToIndex(rows.indexOf(row));
  };
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]');
    if (row === null || row === undefined) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });
  useShortcut('j', () => moveTo(place + (at === undefined ? 0 : 1)));
  useShortcut('k', () => moveTo(place - 1));

  const open = useCallback(
    (row: ViewRow) => {
      setAt(row.id);
      remembered.at = row.id;
      onOpen(row);
    },
    [remembered, onOpen],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + page,
      PageUp: place - page,
      Home: 0,
      End: rows.length - 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    moveTo(next);
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      onScroll={(event) => {
        if (searched === '') remembered.scrollTop = event.currentTarget.scrollTop;
      }}
    >
      <table
        {...asGrid}
        aria-label={label}
        aria-rowcount={rows.length}
        aria-colcount={1}
        className={styles.grid}
        onKeyDown={onKeyDown}
      >
        <tbody className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index: at }) => {
            const row = rows[at];
            return (
              row !== undefined && (
                <ListRow
                  key={row.id}
                  {...{ row, index, showing }}
                  onOpen={open}
                  place={at}
                  isAt={at === place}
                  isChosen={row.id === chosen}
                  hasDraft={drafted.has(row.id)}
                />
              )
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
