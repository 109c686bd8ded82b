/** The form of the record that a page shows, for as long as the page shows it: also while the record is away. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Device, RecordId } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import { useWords, type Words } from '../../words/index.ts';
import { type Notices, useNotices } from '../notices.tsx';
import { EditForm } from './edit-form.ts';
import type { FormEntry } from './form-entry.ts';
import { labelOf } from './show-value.ts';

export interface FollowedForm {
  readonly form: EditForm;
  readonly entries: ReadonlyMap<string, FormEntry>;
}

/** Each edit that the form makes can be undone for a while, by another one. */
export function useForm(entity: string, id: RecordId): FollowedForm {
  const device = useDevice();
  const words = useWords();
  const notices = useNotices();
  const [form] = useState(() => formOf(device, { entity, id, words, notices }));
  useEffect(() => {
    // A page that is hidden may be closed without another word.
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') form.leaveAll();
    };
    document.addEventListener('visibilitychange', onHidden);
    return () => document.removeEventListener('visibilitychange', onHidden);
  }, [form]);
  const entries = useSyncExternalStore(
    (listener) => form.subscribe(listener),
    () => form.entries,
  );
  return { form, entries };
}

function formOf(
  device: Device,
  of: { readonly entity: string; readonly id: RecordId; readonly words: Words; readonly notices: Notices },
): EditForm {
  const { entity, id, words, notices } = of;
  const form: EditForm = new EditForm({
    record: {
      get values() {
        return device.get(entity, id)?.values ?? {};
      },
      set: (values) => device.update(entity, id, values),
    },
    index: () => device.metadata?.entity(entity),
    reader: () => ({ locale: words.language, zone: device.principal?.timeZone ?? 'UTC' }),
    onMade: ({ name, before }) => {
      const attribute = device.metadata?.entity(entity)?.attribute(name);
      if (attribute === undefined) return;
      const undo = (): void => form.choose(name, before);
      notices.tell({ text: words.record.changed(labelOf(attribute)), undo });
    },
  });
  return form;
}
