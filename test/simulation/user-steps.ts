/**
 * What people do on their tablets. They try whatever the screen shows them, whether they may or not.
 *
 * Invariant: a value enters the ledger with what its author saw at that moment; it counts as kept from
 * when the device said so.
 */
import type { Device, RecordHandle, ViewRow } from '../../engine/device/index.ts';
import { asId, type RecordId, type Value } from '../../engine/model/index.ts';
import type { DeviceProcess } from './device-process.ts';
import type { Typed } from './ledger.ts';
import { entities, optionalAttributes } from './metadata.ts';
import { teams, userId } from './organization.ts';
import type { World } from './world.ts';

export type UserStep = (world: World, process: DeviceProcess, device: Device) => Promise<void>;

/** Attributes whose values are unlike all others, by entity. */
export const tokenAttributes: Readonly<Record<string, readonly string[]>> = {
  account: ['name', 'city', 'credit', 'revenue'],
  contact: ['name', 'phone', 'salary'],
  task: ['name'],
  product: ['name', 'price'],
};
const secured = new Set(['credit', 'salary', 'pin']);
/** Attributes of which the markers stand in a text. */
export const texts = new Set(['notes', 'remarks', 'diary']);
export const decimals = new Set(['revenue', 'price']);
const parents: Readonly<Record<string, readonly [attribute: string, entity: string]>> = {
  contact: ['account', 'account'],
  task: ['contact', 'contact'],
};

export function rowsOf(device: Device, entity: string): readonly ViewRow[] {
  const query = device.query(entity);
  const { rows } = query;
  query.close();
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function anyRow(
  world: World,
  device: Device,
  among: readonly string[] = entities,
): ViewRow | undefined {
  const rows = rowsOf(device, world.pick(among));
  return rows.length === 0 ? undefined : world.pick(rows);
}

/** What is on screen of an attribute: the value, and those in conflict with it. */
export async function seenOf(
  world: World,
  device: Device,
  row: ViewRow,
): Promise<(attribute: string) => string[]> {
  const handle = await device.open(row.entity, row.id);
  const conflicts = await handle.conflicts();
  const { values } = handle;
  await handle.close();
  if (conflicts.length > 0) world.faults.count('conflict');
  return (attribute) => {
    const others = conflicts.filter((conflict) => conflict.attribute === attribute);
    const seen = [values[attribute], ...others.flatMap(({ entries }) => entries.map(({ value }) => value))];
    return seen.filter((value) => typeof value === 'string');
  };
}

interface Wanted {
  readonly values: Record<string, Value>;
  readonly typed: Typed[];
}

function newValues(
  world: World,
  process: DeviceProcess,
  device: Device,
  record: { readonly entity: string; readonly id: string },
  attributes: readonly string[],
  seen: (attribute: string) => readonly string[] = () => [],
): Wanted {
  const values: Record<string, Value> = {};
  const typed: Typed[] = [];
  const { entity, id } = record;
  for (const attribute of attributes) {
    const token = decimals.has(attribute) ? world.ledger.newDecimal() : world.ledger.newMarker();
    values[attribute] = token;
    const known = { token, device: process.name, entity, id, attribute, isText: false };
    typed.push(world.ledger.note(known, seen(attribute)));
  }
  const parent = parents[entity];
  if (parent !== undefined && world.chance(0.4)) {
    const target = anyRow(world, device, [parent[1]]);
    if (target !== undefined) values[parent[0]] = { entity: parent[1], id: target.id };
  }
  if (entity === 'account' && world.chance(0.2)) values.level = world.pick([1, 2, 3]);
  if (entity === 'task' && world.chance(0.3)) values.done = world.chance(0.5);
  return { values, typed };
}

function someOf<T>(world: World, items: readonly T[]): T[] {
  const chosen = items.filter(() => world.chance(0.45));
  return chosen.length > 0 ? chosen : [world.pick(items)];
}

/**
 * Secured columns are on the form only for those who may fill them in. What was published a moment ago, or no
 * more, is there as well: an app may be newer or older than the metadata of its tablet.
 */
function onForm(world: World, device: Device, entity: string, privilege: 'create' | 'write'): string[] {
  const optional = (optionalAttributes[entity] ?? []).filter(
    ({ name, type }) =>
      type === 'string' && world.chance(world.shape.attributes.has(`${entity}.${name}`) ? 0.9 : 0.1),
  );
  return [...(tokenAttributes[entity] ?? []), ...optional.map(({ name }) => name)].filter(
    (attribute) => !secured.has(attribute) || device.may(privilege, entity, attribute).allowed,
  );
}

export function keep(typed: readonly Typed[]): void {
  for (const one of typed) one.isKept = true;
}

export function newId(world: World): RecordId {
  const digits = Array.from({ length: 12 }, () => Math.floor(world.random() * 16).toString(16)).join('');
  const time = (world.time.now + Math.floor(world.random() * 1_000)).toString(16).padStart(12, '0');
  return asId(`${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${digits}`);
}

function someOwner(world: World): { ownerid?: never } | { ownerid: ReturnType<typeof userId> } {
  if (world.chance(0.8)) return {};
  const owners = [...teams, ...Array.from({ length: world.users }, (_, number) => userId(number))];
  return { ownerid: asId(world.pick(owners)) };
}

export const create: UserStep = async (world, process, device) => {
  const entity = world.pick(entities);
  const id = newId(world);
  const form = onForm(world, device, entity, 'create');
  const attributes = [...new Set([...(world.chance(0.95) ? ['name'] : []), ...someOf(world, form)])];
  const { values, typed } = newValues(world, process, device, { entity, id }, attributes);
  const isOwned = entity === 'account' || entity === 'contact';
  await device.create(entity, values, { id, ...(isOwned && someOwner(world)) });
  keep(typed);
};

export const update: UserStep = async (world, process, device) => {
  const row = anyRow(world, device);
  if (row === undefined) return;
  const seen = await seenOf(world, device, row);
  const attributes = someOf(world, onForm(world, device, row.entity, 'write'));
  const { values, typed } = newValues(world, process, device, row, attributes, seen);
  const before = device.status.pending;
  await device.update(row.entity, row.id, values);
  keep(typed);
  if (row.isPending && before > 0 && device.status.pending === before) world.faults.count('fold');
};

/** A text of the record that is on the form. */
function someText(world: World, device: Device, { entity }: ViewRow): string {
  const isOpen = entity === 'contact' && device.may('write', entity, 'remarks').allowed;
  if (isOpen && world.chance(0.4)) return 'remarks';
  return entity === 'contact' && world.shape.attributes.has('contact.diary') && world.chance(0.5)
    ? 'diary'
    : 'notes';
}

/** Types into a text that stays open, or erases a marker there. */
export const type: UserStep = async (world, process, device) => {
  const row = anyRow(world, device, ['account', 'contact']);
  if (row === undefined) return;
  const handle = await openHandle(process, device, row);
  const attribute = someText(world, device, row);
  const text = handle.text(attribute);
  const content = text.toString();
  const { entity, id } = row;
  const shown = [...content.matchAll(/~k\d{6}~/g)];
  const erased: Typed[] = [];
  const typed: Typed[] = [];
  if (shown.length > 0 && world.chance(0.25)) {
    const { index, 0: marker } = world.pick(shown);
    text.delete(index, marker.length);
    const known = world.ledger.typed.get(marker);
    if (known !== undefined) erased.push(known);
  } else {
    const places = [0, content.length, ...shown.map((match) => match.index + match[0].length)];
    const token = world.ledger.newMarker();
    const known = { token, device: process.name, entity, id, attribute, isText: true };
    text.insert(world.pick(places), token);
    typed.push(world.ledger.note(known, []));
  }
  // Erasing may be stored even when the answer is lost.
  for (const one of erased) one.isErased = true;
  if (world.chance(0.2)) return;
  await handle.flush();
  keep(typed);
};

async function openHandle(process: DeviceProcess, device: Device, row: ViewRow): Promise<RecordHandle> {
  const key = `${row.entity}/${row.id}`;
  const known = process.open.get(key);
  if (known !== undefined) return known;
  if (process.open.size >= 3) {
    const [[oldKey, old] = []] = process.open;
    if (oldKey !== undefined) process.open.delete(oldKey);
    await old?.close();
  }
  const handle = await device.open(row.entity, row.id);
  process.open.set(key, handle);
  return handle;
}

/** Writes a whole text again with something behind it, as a form does. */
export const append: UserStep = async (world, process, device) => {
  const row = anyRow(world, device, ['account', 'contact']);
  if (row === undefined) return;
  const { entity, id } = row;
  const handle = await device.open(entity, id);
  const token = world.ledger.newMarker();
  const attribute = someText(world, device, row);
  const known = { token, device: process.name, entity, id, attribute, isText: true };
  const typed = world.ledger.note(known, []);
  await handle.set({ [attribute]: `${handle.text(attribute).toString()}${token}` });
  keep([typed]);
  await handle.close();
};

/** Several new records that belong together, or two known ones that are changed together. */
export const transact: UserStep = async (world, process, device) => {
  const token = `group ${world.ledger.groups.length + 1} of ${process.name}`;
  const typed: Typed[] = [];
  const keys: string[] = [];
  if (world.chance(0.6)) {
    const [account, contact] = [newId(world), newId(world)];
    const first = newValues(world, process, device, { entity: 'account', id: account }, ['name', 'city']);
    const second = newValues(world, process, device, { entity: 'contact', id: contact }, ['name']);
    typed.push(...first.typed, ...second.typed);
    keys.push(`account/${account}`, `contact/${contact}`);
    const parent = { account: { entity: 'account', id: account } };
    world.ledger.group(token, process.name, keys);
    await device.transact((tx) => {
      tx.create('account', { ...first.values, batch: token }, { id: account });
      tx.create('contact', { ...second.values, ...parent, batch: token }, { id: contact });
    });
  } else {
    const rows = [anyRow(world, device), anyRow(world, device)].filter((row) => row !== undefined);
    const [one, two] = rows;
    if (one === undefined || two === undefined || one.id === two.id) return;
    const changes: [ViewRow, Wanted][] = [];
    for (const row of [one, two]) {
      const seen = await seenOf(world, device, row);
      changes.push([row, newValues(world, process, device, row, ['name'], seen)]);
      world.ledger.breakGroups(`${row.entity}/${row.id}`);
      keys.push(`${row.entity}/${row.id}`);
    }
    typed.push(...changes.flatMap(([, wanted]) => wanted.typed));
    // Where another transaction has marked a record, either mark may win by its stamp.
    const isFirst = keys.every((key) => world.ledger.groups.every((group) => !group.keys.includes(key)));
    world.ledger.group(token, process.name, keys);
    if (!isFirst) for (const key of keys) world.ledger.breakGroups(key);
    await device.transact((tx) => {
      for (const [{ entity, id }, { values }] of changes) tx.set(entity, id, { ...values, batch: token });
    });
  }
  world.faults.count('transaction');
  keep(typed);
};

export const remove: UserStep = async (world, process, device) => {
  const row = anyRow(world, device);
  if (row === undefined) return;
  world.ledger.breakGroups(`${row.entity}/${row.id}`);
  world.ledger.removed.add(`${row.entity}/${row.id}`);
  if (row.system.versionnumber === 0) {
    for (const typed of world.ledger.of(row.id)) if (typed.device === process.name) typed.isGivenUp = true;
  }
  await device.delete(row.entity, row.id);
  world.faults.count('delete');
};

export const setState: UserStep = async (world, _process, device) => {
  const row = anyRow(world, device);
  if (row === undefined) return;
  await device.transact((tx) => {
    tx.setState(row.entity, row.id, row.system.statecode === 'active' ? 'inactive' : 'active');
  });
};

export const assign: UserStep = async (world, _process, device) => {
  const row = anyRow(world, device, ['account', 'contact']);
  if (row === undefined) return;
  world.ledger.breakGroups(`${row.entity}/${row.id}`);
  const owners = [...teams, ...Array.from({ length: world.users }, (_, number) => userId(number))];
  const handle = await device.open(row.entity, row.id);
  await handle.assign(asId(world.pick(owners)));
  await handle.close();
  world.faults.count('assign');
};
