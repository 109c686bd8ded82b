/**
 * Answers 2 to 4 of the inspection, from decoded structs alone: kinds, ids and references.
 *
 * Invariant: what passes can be integrated whole. Every struct is the sender's own, of the kind that
 * its part holds, goes on where the part ends, and refers to nothing unknown; so Yjs parks nothing.
 */
import { isStamp } from '../clock/index.ts';
import { type DeviceNumber, isLogicalName, type Refusal } from '../model/index.ts';
import type { Candidate } from './candidate.ts';
import { deviceOf } from './client-id.ts';
import type { DecodedUpdate, DeleteRange, Id, ItemStruct, PlainValue, Struct } from './decoded-update.ts';
import { referencesOf, visitInOrder } from './integration-order.ts';
import { KnownStructs } from './known-structs.ts';

/** How many generations of its device one update may hold: an honest one has one, or two. */
const MAX_CLIENTS = 64;

export interface Failure {
  readonly refusal: Refusal;
  /** `reform`: an honest device can send this, and mends it by forming the change again. */
  readonly verdict: 'rejected' | 'reform';
}

/** An item together with the attribute in whose root it lies. */
export interface PlacedItem {
  readonly item: ItemStruct;
  readonly root: string;
}

export type StructInspection =
  | { readonly ok: true; readonly items: readonly PlacedItem[]; readonly known: KnownStructs }
  | { readonly ok: false; readonly failure: Failure };

/** Whether all structs and deleted ranges of the update may be integrated into the candidate. */
export function inspectStructs(
  candidate: Candidate,
  { structs, deletes }: DecodedUpdate,
  device: DeviceNumber,
): StructInspection {
  const known = new KnownStructs(candidate);
  const items: PlacedItem[] = [];
  const failure =
    (hasTooManyClients(structs) ? malformed('the update has too many client ids') : undefined) ??
    visitInOrder(structs, known, (struct) => {
      const placed = placeStruct(struct, candidate, known, device);
      if ('refusal' in placed) return placed;
      known.add(placed.item, placed.root);
      items.push(placed);
      return undefined;
    }) ??
    judgeDeletes(deletes, known, device);
  return failure ? { ok: false, failure } : { ok: true, items, known };
}

/**
 * The root of an item: named by itself, or shared by both its origins. Undefined where the two do not
 * agree, or where it is meant to lie inside another item.
 */
export function rootOfItem(
  { origin, rightOrigin, parent }: ItemStruct,
  known: KnownStructs,
): string | undefined {
  if (parent) return 'root' in parent ? parent.root : undefined;
  const left = origin ? known.rootOf(origin) : undefined;
  const right = rightOrigin ? known.rootOf(rightOrigin) : undefined;
  if (origin && rightOrigin) return left === right ? left : undefined;
  return origin ? left : right;
}

export function malformed(reason: string): Failure {
  return { refusal: { code: 'malformed-update', reason }, verdict: 'rejected' };
}

/** The answer to an attribute that the part does not have: the same whether it exists elsewhere or not. */
export function unknownRoot(root: string): Failure {
  if (!isLogicalName(root)) return malformed('a root is not named like an attribute');
  const reason = 'the change sets an attribute that this part of the record does not have';
  return { refusal: { code: 'attribute-removed', reason, attributes: [root] }, verdict: 'rejected' };
}

function hasTooManyClients(structs: readonly Struct[]): boolean {
  if (structs.length <= MAX_CLIENTS) return false;
  let clients = 0;
  let last: number | undefined;
  for (const { client } of structs) {
    if (client !== last) clients += 1;
    last = client;
  }
  return clients > MAX_CLIENTS;
}

function placeStruct(
  struct: Struct,
  candidate: Candidate,
  known: KnownStructs,
  device: DeviceNumber,
): PlacedItem | Failure {
  const isItem = struct.kind === 'item';
  const failure = judgeId(struct, known, device) ?? (isItem ? judgeKind(struct, candidate) : undefined);
  if (failure) return failure;
  if (!isItem) return malformed('the update holds clocks without content');
  for (const id of referencesOf(struct)) {
    if (!known.isKnown(id)) return missing(id, device);
  }
  const root = rootOfItem(struct, known);
  if (root === undefined) return malformed('the place of an item is no root, or lies in two');
  return candidate.layout.roots.has(root) ? { item: struct, root } : unknownRoot(root);
}

/** Answer 3. */
function judgeId({ client, clock }: Struct, known: KnownStructs, device: DeviceNumber): Failure | undefined {
  if (deviceOf(client) !== device) {
    const reason = 'the update carries content under the number of another device';
    return { refusal: { code: 'foreign-client-id', reason }, verdict: 'rejected' };
  }
  const end = known.endOf(client);
  if (clock < end) return malformed('the update uses clocks that were used before');
  return clock > end ? missing({ client, clock: end }, device) : undefined;
}

/** Answer 2. */
function judgeKind({ content, isKeyed, parentSub }: ItemStruct, { layout }: Candidate): Failure | undefined {
  if (isKeyed || parentSub !== null) return malformed('an item has a key, as in a map');
  if (layout.kind === 'text') {
    return content.kind === 'string'
      ? undefined
      : malformed(`a text does not hold content of kind ${content.kind}`);
  }
  if (content.kind !== 'any') return malformed(`a register does not hold content of kind ${content.kind}`);
  return content.values.every(isEntry)
    ? undefined
    : malformed('a register entry is not a value with its stamp');
}

/** Whether it has the form `[value, stamp]`. Says nothing about whether the value fits its attribute. */
function isEntry(entry: PlainValue): boolean {
  return Array.isArray(entry) && entry.length === 2 && isScalarOrLookup(entry[0]) && isStamp(entry[1]);
}

function isScalarOrLookup(value: PlainValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value) || value instanceof Uint8Array) return false;
  const members = Object.values(value);
  return members.length === 2 && members.every((member) => typeof member === 'string');
}

/** Answer 4 for deletes: nothing may be deleted that is still to come. */
function judgeDeletes(
  deletes: readonly DeleteRange[],
  known: KnownStructs,
  device: DeviceNumber,
): Failure | undefined {
  for (const { client, clock, length } of deletes) {
    const end = known.endOf(client);
    if (clock + length > end) return missing({ client, clock: end }, device);
  }
  return undefined;
}

/**
 * Something that nobody has. Under the sender's own number it is what a refused change took along
 * without leaving a placeholder; under another's no honest device can refer to it.
 */
function missing({ client }: Id, device: DeviceNumber): Failure {
  const isOwn = deviceOf(client) === device;
  const reason = isOwn
    ? 'the update builds on clocks of its device that the relay does not have'
    : 'the update refers to content that does not exist';
  return { refusal: { code: 'missing-dependency', reason }, verdict: isOwn ? 'reform' : 'rejected' };
}
