/** The fields of a record that is being made: those that its author may set. */
import type { Attribute, Device, EntityIndex } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import type { NewForm } from './new-form.ts';
import { RecordForm } from './record-form.tsx';
import type { Showing } from './show-value.ts';

export function NewRecordFields({
  index,
  form,
  showing,
}: {
  readonly index: EntityIndex;
  readonly form: NewForm;
  readonly showing: Showing;
}) {
  const device = useDevice();
  const { name: entity } = index.entity;
  return (
    <RecordForm
      {...{ index, form, showing }}
      conflicts={[]}
      mayRead={(attribute) => mayBeSet(device, entity, attribute)}
      mayWrite={({ name }) => device.may('create', entity, name)}
      authorOf={() => undefined}
    />
  );
}

/** Whether a new record of the entity may have a value of the attribute from this user. */
export function mayBeSet(device: Device, entity: string, { name, secured }: Attribute): boolean {
  if (!secured) return true;
  return device.may('read', entity, name).allowed && device.may('create', entity, name).allowed;
}
