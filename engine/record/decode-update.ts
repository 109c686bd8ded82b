/**
 * Decodes an update in Yjs' format V1 without Yjs, for bytes that may come from anyone.
 *
 * Why not Yjs' own decoder: it ignores bytes that follow, allocates by counts that nobody checked,
 * and builds types and subdocuments while it reads. Here every kind is recognised and nothing is
 * judged: what a part allows is the business of `inspectUpdate`.
 *
 * Invariant: for any bytes the answer is a decoded update or a refusal; nothing throws, and encoding
 * what was decoded gives the same bytes back for every update that Yjs made.
 */
import type { Refusal } from '../model/index.ts';
import { ByteReader, MalformedBytes, malformed } from './byte-reader.ts';
import { readAny, readJson } from './decode-value.ts';
import {
  type DecodedContent,
  type DecodedParent,
  type DecodedUpdate,
  type DeleteRange,
  defaultLimits,
  type Id,
  type Limits,
  type PlainValue,
  type Struct,
  sharedTypes,
} from './decoded-update.ts';

export type Decoding =
  | { readonly ok: true; readonly update: DecodedUpdate }
  | { readonly ok: false; readonly refusal: Refusal };

/** Bits of a struct's first byte; the low five are the kind of its content. */
const HAS_ORIGIN = 0x80;
const HAS_RIGHT_ORIGIN = 0x40;
const IS_KEYED = 0x20;
const KIND = 0x1f;

const GC = 0;
const SKIP = 10;

/** Decodes the whole of `bytes`, or says with `malformed-update` or `too-large` why it is no update. */
export function decodeUpdate(bytes: Uint8Array, limits: Limits = defaultLimits): Decoding {
  if (bytes.length > limits.maxBytes) {
    return refuse('too-large', `the update has more than ${limits.maxBytes} bytes`);
  }
  try {
    const reader = new ByteReader(bytes);
    const structs = readStructs(reader, limits);
    const deletes = readDeletes(reader, limits);
    if (reader.left > 0) malformed('bytes follow the end');
    return { ok: true, update: { structs, deletes } };
  } catch (error) {
    if (error instanceof MalformedBytes) return refuse('malformed-update', error.message);
    throw error;
  }
}

function refuse(code: 'malformed-update' | 'too-large', reason: string): Decoding {
  return { ok: false, refusal: { code, reason } };
}

function readStructs(reader: ByteReader, limits: Limits): Struct[] {
  const structs: Struct[] = [];
  const clients = new Set<number>();
  // A client has a count, an id, a clock and at least one struct of two bytes.
  for (let left = reader.count(5); left > 0; left -= 1) {
    const count = reader.count(2);
    if (count === 0) malformed('a client has no structs');
    if (structs.length + count > limits.maxStructs)
      malformed(`there are more than ${limits.maxStructs} structs`);
    const client = readNewClient(reader, clients);
    let clock = reader.uint();
    for (let index = 0; index < count; index += 1) {
      const struct = readStruct(reader, client, clock, limits);
      structs.push(struct);
      clock = endOf(struct);
    }
  }
  return structs;
}

function readDeletes(reader: ByteReader, limits: Limits): DeleteRange[] {
  const deletes: DeleteRange[] = [];
  const clients = new Set<number>();
  for (let left = reader.count(4); left > 0; left -= 1) {
    const client = readNewClient(reader, clients);
    const count = reader.count(2);
    if (count === 0) malformed('a client has no deleted ranges');
    if (deletes.length + count > limits.maxDeleteRanges) {
      malformed(`there are more than ${limits.maxDeleteRanges} deleted ranges`);
    }
    for (let index = 0; index < count; index += 1) {
      const range = { client, clock: reader.uint(), length: reader.uint() };
      endOf(range);
      deletes.push(range);
    }
  }
  return deletes;
}

/** A client that has not stood in this list: of two lists for one client Yjs would drop the first. */
function readNewClient(reader: ByteReader, seen: Set<number>): number {
  const client = reader.uint();
  if (seen.has(client)) malformed('a client stands twice');
  seen.add(client);
  return client;
}

/** The first clock behind a range, which is not empty and ends within the safe integers. */
function endOf(range: DeleteRange): number {
  if (range.length === 0) malformed('a struct or range has no length');
  const end = range.clock + range.length;
  return Number.isSafeInteger(end) ? end : malformed('a clock exceeds 2^53 - 1');
}

function readStruct(reader: ByteReader, client: number, clock: number, limits: Limits): Struct {
  const info = reader.byte();
  const kind = info & KIND;
  if (kind === GC || kind === SKIP) {
    // Yjs' two readers disagree about these kinds with further bits set.
    if (info !== kind) malformed('an empty struct has the marks of an item');
    return { kind: kind === GC ? 'gc' : 'skip', client, clock, length: reader.uint() };
  }
  const origin = (info & HAS_ORIGIN) === 0 ? null : readId(reader);
  const rightOrigin = (info & HAS_RIGHT_ORIGIN) === 0 ? null : readId(reader);
  const isKeyed = (info & IS_KEYED) !== 0;
  const namesParent = origin === null && rightOrigin === null;
  const parent = namesParent ? readParent(reader) : null;
  const parentSub = namesParent && isKeyed ? reader.text() : null;
  const { content, length } = readContent(reader, kind, limits.maxDepth);
  return { kind: 'item', client, clock, length, origin, rightOrigin, parent, parentSub, isKeyed, content };
}

function readId(reader: ByteReader): Id {
  return { client: reader.uint(), clock: reader.uint() };
}

function readParent(reader: ByteReader): DecodedParent {
  switch (reader.uint()) {
    case 1:
      return { root: reader.text() };
    case 0:
      return { item: readId(reader) };
    default:
      return malformed('a parent is neither a root nor an item');
  }
}

interface MeasuredContent {
  readonly content: DecodedContent;
  /** In clocks. */
  readonly length: number;
}

function readContent(reader: ByteReader, kind: number, depth: number): MeasuredContent {
  switch (kind) {
    case 1:
      return { content: { kind: 'deleted' }, length: reader.uint() };
    case 2: {
      const values = readMany(reader, () => readJson(reader, depth));
      return { content: { kind: 'json', values }, length: values.length };
    }
    case 3:
      return { content: { kind: 'binary', bytes: reader.bytes() }, length: 1 };
    case 4: {
      const text = reader.text();
      return { content: { kind: 'string', text }, length: text.length };
    }
    case 5:
      return { content: { kind: 'embed', value: readJson(reader, depth) }, length: 1 };
    case 6: {
      const key = reader.text();
      return { content: { kind: 'format', key, value: readJson(reader, depth) }, length: 1 };
    }
    case 7:
      return { content: readSharedType(reader), length: 1 };
    case 8: {
      const values = readMany(reader, () => readAny(reader, depth));
      return { content: { kind: 'any', values }, length: values.length };
    }
    case 9: {
      const guid = reader.text();
      return { content: { kind: 'subdocument', guid, options: readAny(reader, depth) }, length: 1 };
    }
    default:
      return malformed('a struct has a kind that Yjs does not know');
  }
}

function readMany(reader: ByteReader, read: () => PlainValue): PlainValue[] {
  const values: PlainValue[] = [];
  for (let left = reader.count(1); left > 0; left -= 1) values.push(read());
  return values;
}

function readSharedType(reader: ByteReader): DecodedContent {
  const type = sharedTypes[reader.uint()];
  if (type === undefined) return malformed('a nested type has a number that Yjs does not know');
  const isNamed = type === 'xml-element' || type === 'xml-hook';
  return { kind: 'type', type, name: isNamed ? reader.text() : null };
}
