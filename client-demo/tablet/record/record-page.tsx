/** One record: its head, its form and what refers to it. */
import { Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import type { RecordId } from '../../../engine/index.ts';
import { useDrafts, useMetadata, useRecord } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { EditRecord } from './edit-record.tsx';
import { MakeNewProvider } from './make-new.ts';
import { NewRecordDialog } from './new-record-dialog.tsx';
import { RecordFailed } from './record-failed.tsx';
import { RecordGone, type TypedText } from './record-gone.tsx';
import { labelOf } from './show-value.ts';
import { type FollowedForm, useForm } from './use-form.ts';

export { NewRecordPage } from './new-record-page.tsx';

interface RecordPageProps {
  readonly entity: string;
  readonly id: RecordId;
}

/** The record with that id; says so where there is none on this device. */
export function RecordPage({ entity, id }: RecordPageProps) {
  return (
    <MakeNewProvider value={NewRecordDialog}>
      <OneRecord key={`${entity}/${id}`} entity={entity} id={id} />
    </MakeNewProvider>
  );
}

function OneRecord({ entity, id }: RecordPageProps) {
  const state = useRecord(entity, id);
  const followed = useForm(entity, id);
  const { record: words } = useWords();
  // Whether it was here since the page was opened: one that leaves takes its form along.
  const [wasHere, setWasHere] = useState(false);
  if (state.state === 'open' && !wasHere) setWasHere(true);
  switch (state.state) {
    case 'opening':
      return <Spinner label={words.opening} />;
    case 'failed':
      return <RecordFailed onTryAgain={state.retry} />;
    case 'open':
      return <EditRecord {...state} {...followed} />;
    case 'absent':
      return wasHere ? <Gone {...{ entity, id, followed }} /> : <Absent entity={entity} />;
  }
}

function Absent({ entity }: { readonly entity: string }) {
  const { gone } = useWords().record;
  return <RecordGone title={gone.absentTitle} message={gone.absent} listHref={`#/${entity}`} />;
}

function Gone({ entity, id, followed }: RecordPageProps & { readonly followed: FollowedForm }) {
  const { record: words } = useWords();
  const index = useMetadata()?.entity(entity);
  const drafts = useDrafts().filter(({ operations }) => operations.some((operation) => operation.id === id));
  const isOff = index === undefined || !index.isOffline;
  return (
    <RecordGone
      title={words.gone.title}
      message={isOff ? words.gone.entityOff : words.gone.message}
      listHref={isOff ? '#/' : `#/${entity}`}
      typed={typedIn(followed, (name) => {
        const attribute = index?.attribute(name);
        return attribute === undefined ? name : labelOf(attribute);
      })}
      drafts={drafts}
    />
  );
}

/** What stands in fields and is in no record. */
function typedIn({ entries }: FollowedForm, label: (name: string) => string): TypedText[] {
  return [...entries].flatMap(([name, { typed }]) =>
    typed === undefined || typed === '' ? [] : [{ label: label(name), text: typed }],
  );
}
