/** The records of one kind: searched as somebody types, in the order that they chose. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, SearchRegular } from '@fluentui/react-icons';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { EntityIndex, ViewRow } from '../../../engine/index.ts';
import { useDevice, useDrafts, usePrincipal, useQuery, useSyncStatus } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { useShowing } from '../record/use-showing.ts';
import { go, useRoute } from '../route.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { entityIcon } from '../shell/entity-icon.ts';
import { useSearch } from '../shell/search-context.tsx';
import { useShortcut } from '../shell/use-shortcut.ts';
import { shareOf } from '../status/shown-status.ts';
import { ListGrid } from './list-grid.tsx';
import { ListHead } from './list-head.tsx';
import { useRememberedList } from './list-memory.tsx';
import { orderBy } from './list-order.ts';
import { searchRows } from './search-rows.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  button: { minHeight: '44px' },
});

interface EntityListProps {
  readonly index: EntityIndex;
  /** Whether the kinds of records are chosen here, because no rail has them. */
  readonly hasKinds: boolean;
}

export function EntityList({ index, hasKinds }: EntityListProps) {
  const styles = useStyles();
  const device = useDevice();
  const status = useSyncStatus();
  const showing = useShowing();
  const { list } = useWords();
  const route = useRoute();
  const { name: entity, label } = index.entity;
  const called = label || entity;
  const remembered = useRememberedList(entity);
  const [order, setOrder] = useState(remembered.order);
  const { rows, isReady } = useQuery(entity, { orderBy: orderBy(order, index) });
  const { text } = useSearch();
  const searched = useDeferredValue(text.trim());
  const found = useMemo(() => searchRows(rows, searched, index), [rows, searched, index]);
  const drafted = useDraftedIds();
  const principal = usePrincipal();
  const mayCreate = principal !== undefined && device.may('create', entity).allowed;
  const create = (): void => go({ page: 'new', entity });
  const onOpen = useCallback(({ id }: ViewRow) => go({ page: 'record', entity, id }), [entity]);
  useShortcut('n', () => {
    if (mayCreate) create();
  });
  const share = shareOf(status, entity);
  const count =
    searched === ''
      ? list.onThisDevice(rows.length, called)
      : list.matching(found.length, rows.length, called);
  return (
    <div className={styles.list}>
      <ListHead
        {...{ index, count, order, hasKinds, share }}
        onOrder={(next) => {
          remembered.order = next;
          remembered.scrollTop = 0;
          setOrder(next);
        }}
        onCreate={mayCreate ? create : undefined}
      />
      {found.length > 0 ? (
        <ListGrid
          key={order}
          label={list.title(called)}
          rows={found}
          {...{ index, showing, searched, remembered, drafted, onOpen }}
          chosen={route.page === 'record' ? route.id : undefined}
        />
      ) : (
        <NothingListed {...{ index, searched, share, mayCreate, isReady }} />
      )}
    </div>
  );
}

interface NothingListedProps {
  readonly index: EntityIndex;
  readonly searched: string;
  readonly share: number;
  readonly mayCreate: boolean;
  readonly isReady: boolean;
}

/** Why nothing is listed: nothing is here, nothing matches, or it is still on its way. */
function NothingListed({ index, searched, share, mayCreate, isReady }: NothingListedProps) {
  const styles = useStyles();
  const { list, shell } = useWords();
  const { setText } = useSearch();
  const { empty } = list;
  if (!isReady) return null;
  if (share < 1) {
    const title = empty.downloading(shell.percent(share));
    return <EmptyState icon={ArrowDownloadRegular} title={title} hint={empty.downloadingHint} />;
  }
  if (searched !== '') {
    return (
      <EmptyState icon={SearchRegular} title={empty.noMatch(searched)} hint={empty.noMatchHint}>
        <Button className={styles.button} onClick={() => setText('')}>
          {empty.clear}
        </Button>
      </EmptyState>
    );
  }
  const { name, label } = index.entity;
  const hint = mayCreate ? empty.noneHint : empty.noneReadOnly;
  return <EmptyState icon={entityIcon(name).plain} title={empty.none(label || name)} hint={hint} />;
}

/** The ids of the records that drafts are about. */
function useDraftedIds(): ReadonlySet<string> {
  const drafts = useDrafts();
  return useMemo(() => new Set(drafts.flatMap(({ operations }) => operations.map(({ id }) => id))), [drafts]);
}
