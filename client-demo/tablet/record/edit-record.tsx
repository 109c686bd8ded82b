/** A record that is open: what is seen of it, and edited. */
import {
  MessageBar,
  MessageBarBody,
  makeStyles,
  Tab,
  TabList,
  tokens,
  useId,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Attribute, Conflict, May, RecordHandle, ViewRow } from '../../../engine/index.ts';
import { useDevice, useDrafts, useMetadata } from '../../../engine/react/index.ts';
import { useNames } from '../names.tsx';
import { useNotices } from '../notices.tsx';
import { fieldsOf, RecordForm } from './record-form.tsx';
import { RecordHeader } from './record-header.tsx';
import { RelatedLists, shownRelationships } from './related-lists.tsx';
import { entityLabel } from './show-value.ts';
import { StorageFull } from './storage-full.tsx';
import type { SyncMarkState } from './sync-mark.tsx';
import type { FollowedForm } from './use-form.ts';
import { useOthers } from './use-others.ts';
import { useShowing } from './use-showing.ts';
import { useUnsavedText } from './use-unsaved-text.ts';

/** How long a delete is held back, so that it can be undone. */
const DELETE_AFTER_MS = 5_000;

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXXL,
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalL },
  },
});

export interface EditRecordProps extends FollowedForm {
  readonly record: RecordHandle;
  readonly row: ViewRow;
  readonly conflicts: readonly Conflict[];
}

export function EditRecord({ record, row, conflicts, form, entries }: EditRecordProps) {
  const styles = useStyles();
  const device = useDevice();
  const names = useNames();
  const { holdBack } = useNotices();
  const showing = useShowing();
  const metadata = useMetadata();
  const [tab, setTab] = useState<'details' | 'related'>('details');
  const reasonId = useId('reason');
  const drafts = useDrafts().filter(({ operations }) => operations.some(({ id }) => id === record.id));
  const index = metadata?.entity(record.entity);
  const mayRead = ({ name, secured }: Attribute): boolean => !secured || record.may('read', name).allowed;
  const memos = index === undefined ? [] : fieldsOf(index, mayRead).filter(({ type }) => type === 'memo');
  const unsavedText = useUnsavedText(
    record,
    memos.map(({ name }) => name),
  );
  const others = useOthers(
    record,
    memos.map(({ name }) => name),
  );
  if (metadata === undefined || index === undefined) return null;

  const { record: words } = showing.words;
  const label = entityLabel(index);
  const name = String(row.values[index.entity.primaryName] ?? words.unnamed(label));
  const mayWriteAny = record.may('write');
  const states = [...entries.values()].map(({ state }) => state);
  const isUnsaved = unsavedText.isUnsaved || states.includes('unsaved');
  const hasRelated = shownRelationships(metadata, record.entity).length > 0;
  const remove = (): void => {
    holdBack({
      ...{ key: `${record.entity}/${record.id}`, forMs: DELETE_AFTER_MS },
      run: () => device.delete(record.entity, record.id),
      ...{ text: words.deleteHeld(name), undoneText: words.notDeleted(name) },
    });
    location.hash = `#/${record.entity}`;
  };
  return (
    <article className={styles.page} aria-label={name}>
      {isUnsaved && (
        <StorageFull
          onTryAgain={() => {
            form.retry();
            unsavedText.tryAgain();
          }}
        />
      )}
      <RecordHeader
        {...{ record, index, showing, name, drafts, others }}
        owner={ownerName(row, device.principal?.userId, names, words)}
        mark={markOf({
          isUnsaved,
          isSaving: states.includes('saving'),
          isPending: row.isPending,
          drafts: drafts.length,
        })}
        onDelete={remove}
      />
      {!mayWriteAny.allowed && (
        <MessageBar id={reasonId} intent="info" layout="multiline">
          <MessageBarBody>
            {words.readOnly.record(label)} {words.may.reasons[mayWriteAny.code]}
          </MessageBarBody>
        </MessageBar>
      )}
      {hasRelated && (
        <TabList
          selectedValue={tab}
          onTabSelect={(_event, { value }) => setTab(value === 'related' ? 'related' : 'details')}
        >
          <Tab value="details">{words.details}</Tab>
          <Tab value="related">{words.related}</Tab>
        </TabList>
      )}
      {tab === 'related' ? (
        <RelatedLists {...{ metadata, showing }} entity={record.entity} id={record.id} />
      ) : (
        <RecordForm
          {...{ form, showing, record, index, conflicts, mayRead }}
          reasonId={mayWriteAny.allowed ? undefined : reasonId}
          mayWrite={({ name: attribute }): May => record.may('write', attribute)}
          authorOf={(author) => {
            if (author === undefined) return undefined;
            return author === device.deviceNumber ? words.you : names.get(String(author));
          }}
        />
      )}
    </article>
  );
}

/** Never more than is true: first what is not even on this device, then what the relay does not have, then what it said. */
function markOf(facts: {
  readonly isUnsaved: boolean;
  readonly isSaving: boolean;
  readonly isPending: boolean;
  readonly drafts: number;
}): SyncMarkState {
  if (facts.isUnsaved) return 'notSaved';
  if (facts.isSaving) return 'saving';
  if (facts.isPending) return 'saved';
  return facts.drafts > 0 ? 'refused' : 'accepted';
}

function ownerName(
  { system }: ViewRow,
  user: string | undefined,
  names: ReadonlyMap<string, string>,
  words: { readonly you: string; readonly someone: string },
): string | undefined {
  if (system.ownerid === null) return undefined;
  return system.ownerid === user ? words.you : (names.get(system.ownerid) ?? words.someone);
}
