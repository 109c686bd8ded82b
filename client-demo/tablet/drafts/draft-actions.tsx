/** What can be done with a draft. */
import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import {
  ArrowClockwiseRegular,
  CopyRegular,
  DeleteRegular,
  EditRegular,
  SendRegular,
} from '@fluentui/react-icons';
import { useState } from 'react';
import { type DraftHandle, RejoinError } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import { useNotices } from '../notices.tsx';
import { useFormStyles } from '../record/form-styles.ts';
import type { Showing } from '../record/show-value.ts';
import { StorageFull } from '../record/storage-full.tsx';
import { refusedNames, saidFields } from './draft-lines.ts';
import { EditDraft } from './edit-draft.tsx';
import { draftTitle } from './said-draft.ts';
import { copiedDraft } from './written-drafts.ts';

/** How long a draft that was discarded can be had back. */
const DISCARD_AFTER_MS = 10_000;

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

type Failure = 'gone' | 'full' | 'other';

/** The key under which a discarded draft is held back. */
export function discardKey(id: string): string {
  return `draft/${id}`;
}

export function DraftActions({ draft, showing }: { readonly draft: DraftHandle; readonly showing: Showing }) {
  const styles = useStyles();
  const shared = useFormStyles();
  const device = useDevice();
  const { tell, holdBack } = useNotices();
  const [isEdited, setIsEdited] = useState(false);
  const [failed, setFailed] = useState<{ readonly why: Failure; readonly again: () => void }>();
  const { drafts: words } = showing.words;
  const without = refusedNames(draft);
  const attempt = (send: () => Promise<void>): void => {
    setFailed(undefined);
    send().then(
      () => {
        tell({ text: words.retried });
        location.hash = '#/drafts';
      },
      (error: unknown) => setFailed({ why: failureOf(error), again: () => attempt(send) }),
    );
  };
  const discard = (): void => {
    const name = draftTitle(draft, device, showing);
    holdBack({
      ...{ key: discardKey(draft.id), forMs: DISCARD_AFTER_MS, run: () => draft.discard() },
      ...{ text: words.discarding(name), undoneText: words.kept(name) },
    });
    location.hash = '#/drafts';
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(copiedDraft(draft, device, showing));
    tell({ text: words.copied });
  };
  if (isEdited) {
    return (
      <EditDraft
        {...{ draft, showing }}
        onCancel={() => setIsEdited(false)}
        onRetry={attempt}
        failure={<Failed {...{ failed, showing }} />}
      />
    );
  }
  return (
    <>
      <Failed {...{ failed, showing }} />
      <div className={styles.actions}>
        {isEditable(draft) && (
          <Button
            appearance="primary"
            className={shared.button}
            icon={<EditRegular />}
            onClick={() => setIsEdited(true)}
          >
            {words.edit}
          </Button>
        )}
        <Button
          className={shared.button}
          icon={<ArrowClockwiseRegular />}
          onClick={() => attempt(() => draft.retry())}
        >
          {words.retry}
        </Button>
        {leavesSomething(draft, without) && (
          <Button
            className={shared.button}
            icon={<SendRegular />}
            onClick={() => attempt(() => draft.retryWithout(without))}
          >
            {words.retryWithout(saidFields(without, draft, device, showing.locale))}
          </Button>
        )}
        {isEditable(draft) && (
          <Button className={shared.button} icon={<CopyRegular />} onClick={() => void copy()}>
            {words.copy}
          </Button>
        )}
        <Button className={shared.button} icon={<DeleteRegular />} onClick={discard}>
          {words.discard}
        </Button>
      </div>
    </>
  );
}

function Failed({
  failed,
  showing,
}: {
  readonly failed: { readonly why: Failure; readonly again: () => void } | undefined;
  readonly showing: Showing;
}) {
  if (failed === undefined) return null;
  if (failed.why === 'full') return <StorageFull onTryAgain={failed.again} />;
  return (
    <MessageBar intent="error" politeness="assertive" layout="multiline">
      <MessageBarBody>{showing.words.drafts.retryFailed[failed.why]}</MessageBarBody>
    </MessageBar>
  );
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof RejoinError)) return 'other';
  if (error.code.startsWith('storage-')) return 'full';
  return error.code === 'record-gone' ? 'gone' : 'other';
}

/** Whether it sets values, which can be mended and copied. */
function isEditable({ operations }: DraftHandle): boolean {
  return operations.some(({ wanted }) => Object.keys(wanted).length > 0);
}

/** Whether leaving those out is worth it: something was refused, and something else was wanted. */
function leavesSomething({ operations, why }: DraftHandle, names: readonly string[]): boolean {
  // Without what is required it would be refused again.
  if (names.length === 0 || why.code === 'required-missing') return false;
  return operations.some(({ wanted }) => Object.keys(wanted).some((name) => !names.includes(name)));
}
