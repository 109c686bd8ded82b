/**
 * A draft as people look at it: per record the fields that it would set, with what was there, what was wanted
 * and what is there now.
 *
 * Invariant: of what may not be read any more only what its author wrote is shown.
 */
import type {
  Attribute,
  Device,
  DraftHandle,
  DraftOperation,
  EntityIndex,
  Value,
} from '../../../engine/index.ts';
import { entityLabel, labelOf, type Showing, shownValue } from '../record/show-value.ts';

export type ShownOperation = DraftHandle['operations'][number];

/** One field of a draft, in words. */
export interface DraftLine {
  readonly name: string;
  readonly label: string;
  /** Undefined where there was nothing to look at, or it may not be looked at any more. */
  readonly before: string | undefined;
  readonly wrote: string;
  readonly now: string | undefined;
  /** Whether the refusal is about it. */
  readonly isRefused: boolean;
  /** Whether it is long text, which is compared word by word. */
  readonly isText: boolean;
}

export interface DraftRecord {
  readonly operation: ShownOperation;
  /** What the record is called. */
  readonly name: string;
  /** What its kind is called. */
  readonly entity: string;
  /** Whether it is here, so that it can be opened. */
  readonly isHere: boolean;
  readonly lines: readonly DraftLine[];
}

/** The records of a draft, in the order of the change. */
export function draftRecords(draft: DraftHandle, device: Device, showing: Showing): readonly DraftRecord[] {
  return draft.operations.map((operation) => {
    const index = device.metadata?.entity(operation.entity);
    return {
      operation,
      name: recordName(operation, device, showing),
      entity: index === undefined ? operation.entity : entityLabel(index),
      isHere: device.get(operation.entity, operation.id) !== undefined,
      lines: linesOf(operation, { draft, device, showing, index }),
    };
  });
}

/** What the record of an operation is called: as it is now, or as the draft would call it. */
export function recordName(
  { entity, id, wanted, before }: ShownOperation,
  device: Device,
  showing: Showing,
): string {
  const { words } = showing;
  const index = device.metadata?.entity(entity);
  if (index === undefined) return words.drafts.aRecord(entity);
  const { primaryName } = index.entity;
  const name = device.get(entity, id)?.values[primaryName] ?? wanted[primaryName] ?? before[primaryName];
  return typeof name === 'string' ? name : words.drafts.aRecord(entityLabel(index));
}

/** The names of the fields that the refusal is about, of those that the draft sets. */
export function refusedNames({ why, operations }: DraftHandle): readonly string[] {
  const wanted = operations
    .filter((operation) => isAbout(operation, why))
    .flatMap((one) => Object.keys(one.wanted));
  return why.attributes.filter((name) => wanted.includes(name));
}

/** What the fields are called, in one phrase. */
export function saidFields(
  names: readonly string[],
  draft: DraftHandle,
  device: Device,
  locale: string,
): string {
  const labels = names.map((name) => {
    const indexes = draft.operations.map(({ entity }) => device.metadata?.entity(entity));
    const attribute = indexes.map((index) => index?.attribute(name)).find((found) => found !== undefined);
    return attribute === undefined ? name : labelOf(attribute);
  });
  return new Intl.ListFormat(locale).format(labels);
}

function linesOf(
  operation: ShownOperation,
  of: {
    readonly draft: DraftHandle;
    readonly device: Device;
    readonly showing: Showing;
    readonly index: EntityIndex | undefined;
  },
): readonly DraftLine[] {
  const { draft, device, showing, index } = of;
  const { entity, id, kind, wanted, before } = operation;
  const row = device.get(entity, id);
  const refused = refusedNames(draft);
  const isReadLost = kind === 'update' && row === undefined;
  return fieldNames(operation, index).map((name) => {
    const value = wanted[name];
    const attribute = index?.attribute(name);
    const mayRead =
      attribute === undefined ? false : !attribute.secured || device.may('read', entity, name).allowed;
    const hasBefore = kind !== 'create' && mayRead && !isReadLost;
    const shown = (what: Value | undefined): string => shownOf(attribute, what, showing);
    return {
      ...{ name, label: attribute === undefined ? name : labelOf(attribute), wrote: shown(value) },
      before: hasBefore ? shown(before[name]) : undefined,
      now: hasBefore ? shown(row?.values[name]) : undefined,
      isRefused: refused.includes(name) && isAbout(operation, draft.why),
      isText: attribute?.type === 'memo',
    };
  });
}

/** The fields that it sets, in the order of the form. */
export function fieldNames({ wanted }: ShownOperation, index: EntityIndex | undefined): readonly string[] {
  const places = new Map(index?.entity.attributes.map(({ name }, place) => [name, place]));
  const placeOf = (name: string): number => places.get(name) ?? Number.POSITIVE_INFINITY;
  return Object.keys(wanted).sort((a, b) => placeOf(a) - placeOf(b));
}

function shownOf(attribute: Attribute | undefined, value: Value | undefined, showing: Showing): string {
  if (attribute !== undefined) return shownValue(attribute, value, showing);
  // Of an attribute that has gone nothing says how it is to be shown.
  return value === undefined || value === null || typeof value === 'object'
    ? showing.words.drafts.empty
    : String(value);
}

function isAbout({ id }: Pick<DraftOperation, 'id'>, { record }: DraftHandle['why']): boolean {
  return record === null || record.id === id;
}
