/** *Edit and retry*: the fields of a draft, with what its author wrote, to be mended and sent again. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import type { Device, DraftHandle, EntityIndex } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import { useFormStyles } from '../record/form-styles.ts';
import { NewForm } from '../record/new-form.ts';
import { RecordForm } from '../record/record-form.tsx';
import type { Showing } from '../record/show-value.ts';
import type { ShownOperation } from './draft-lines.ts';

const useStyles = makeStyles({
  forms: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXL },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface EditedOperation {
  readonly operation: ShownOperation;
  readonly form: NewForm;
  readonly index: EntityIndex;
}

export function EditDraft({
  draft,
  showing,
  failure,
  onCancel,
  onRetry,
}: {
  readonly draft: DraftHandle;
  readonly showing: Showing;
  /** Says what came of the last attempt. */
  readonly failure: ReactNode;
  readonly onCancel: () => void;
  readonly onRetry: (send: () => Promise<void>) => void;
}) {
  const styles = useStyles();
  const shared = useFormStyles();
  const device = useDevice();
  const [edited] = useState(() => editedOperations(draft, device, showing));
  const { drafts: words } = showing.words;
  const send = (): void => {
    const finished = edited.map(({ operation, form }) => ({
      operation,
      values: form.finish(Object.keys(operation.wanted)),
    }));
    if (finished.some(({ values }) => values === undefined)) return;
    onRetry(async () => {
      for (const { operation, values = {} } of finished) await draft.edit(values, operation.id);
      await draft.retry();
    });
  };
  return (
    <div className={styles.forms}>
      {failure}
      {edited.map(({ operation, form, index }) => (
        <EditedFields key={operation.id} {...{ operation, form, index, showing }} />
      ))}
      <div className={styles.actions}>
        <Button appearance="primary" className={shared.button} onClick={send}>
          {words.sendEdited}
        </Button>
        <Button className={shared.button} onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}

function EditedFields({ operation, form, index, showing }: EditedOperation & { readonly showing: Showing }) {
  useSyncExternalStore(
    (listener) => form.subscribe(listener),
    () => form.entries,
  );
  return (
    <RecordForm
      {...{ form, index, showing }}
      conflicts={[]}
      mayRead={({ name }) => name in operation.wanted}
      mayWrite={() => ({ allowed: true, reason: '' })}
      authorOf={() => undefined}
    />
  );
}

/** The operations that set values, each with a form of just those. */
function editedOperations(
  draft: DraftHandle,
  device: Device,
  { locale, zone }: Showing,
): readonly EditedOperation[] {
  return draft.operations.flatMap((operation) => {
    const index = device.metadata?.entity(operation.entity);
    if (index === undefined || Object.keys(operation.wanted).length === 0) return [];
    const form = new NewForm({
      index: () => device.metadata?.entity(operation.entity),
      reader: { locale, zone },
      given: operation.wanted,
    });
    return [{ operation, form, index }];
  });
}
