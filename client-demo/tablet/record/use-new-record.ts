/** A record that is being made: its form, and *Create*. */
import { useState, useSyncExternalStore } from 'react';
import { type Device, type RecordId, RejoinError, type Values } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { NewForm } from './new-form.ts';
import { mayBeSet } from './new-record-fields.tsx';

export interface NewRecord {
  readonly form: NewForm;
  /** Whether the device could not store it. */
  readonly isUnsaved: boolean;
  /** Makes it. Resolves with its id, or with undefined where it is not made; the form then says why. */
  readonly create: () => Promise<RecordId | undefined>;
}

/** @param given values to begin with */
export function useNewRecord(entity: string, given: Values): NewRecord {
  const device = useDevice();
  const { language } = useWords();
  const [isUnsaved, setIsUnsaved] = useState(false);
  const [form] = useState(() => {
    const zone = device.principal?.timeZone ?? 'UTC';
    return new NewForm({
      index: () => device.metadata?.entity(entity),
      reader: { locale: language, zone },
      given,
    });
  });
  useSyncExternalStore(
    (listener) => form.subscribe(listener),
    () => form.entries,
  );
  const create = async (): Promise<RecordId | undefined> => {
    const finished = form.finish(namesOf(device, entity));
    if (finished === undefined) return undefined;
    const values = Object.fromEntries(Object.entries(finished).filter(([, value]) => value !== null));
    try {
      const id = await device.create(entity, values);
      setIsUnsaved(false);
      return id;
    } catch (error) {
      if (!(error instanceof RejoinError) || !error.code.startsWith('storage-')) throw error;
      setIsUnsaved(true);
      return undefined;
    }
  };
  return { form, isUnsaved, create };
}

function namesOf(device: Device, entity: string): readonly string[] {
  const attributes = device.metadata?.entity(entity)?.entity.attributes ?? [];
  return attributes.filter((attribute) => mayBeSet(device, entity, attribute)).map(({ name }) => name);
}
