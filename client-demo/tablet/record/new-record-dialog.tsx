/** A new record made while another one is being edited, to be named there. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useMetadata } from '../../../engine/react/index.ts';
import { useFormStyles } from './form-styles.ts';
import type { MakeNewProps } from './make-new.ts';
import { NewRecordFields } from './new-record-fields.tsx';
import { entityLabel } from './show-value.ts';
import { StorageFull } from './storage-full.tsx';
import { useNewRecord } from './use-new-record.ts';
import { useShowing } from './use-showing.ts';

export function NewRecordDialog({ entity, called, onEnd }: MakeNewProps) {
  const shared = useFormStyles();
  const index = useMetadata()?.entity(entity);
  const showing = useShowing();
  const primary = index?.entity.primaryName;
  const making = useNewRecord(entity, primary === undefined || called === '' ? {} : { [primary]: called });
  const { record: words } = showing.words;
  if (index === undefined) return null;
  const create = async (): Promise<void> => {
    const id = await making.create();
    if (id !== undefined) onEnd(id);
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onEnd(undefined)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.newTitle(entityLabel(index))}</DialogTitle>
          <DialogContent>
            {making.isUnsaved && <StorageFull onTryAgain={() => void create()} />}
            <NewRecordFields {...{ index, showing }} form={making.form} />
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" className={shared.button} onClick={() => void create()}>
              {words.create}
            </Button>
            <Button className={shared.button} onClick={() => onEnd(undefined)}>
              {words.cancel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
