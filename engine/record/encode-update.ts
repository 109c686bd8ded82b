/**
 * Encodes a decoded update in Yjs' format V1: the inverse of `decodeUpdate`.
 *
 * Yjs exports neither its writer of delete sets nor one of structs without a document, and
 * placeholders, carried deletes and re-formed text need both.
 *
 * Invariant: `decodeUpdate(encodeUpdate(u))` equals `u` for every decoded update, and the bytes are
 * those that Yjs would write.
 */
import * as encoding from 'lib0/encoding';
import { RejoinError } from '../model/index.ts';
import {
  type DecodedContent,
  type DecodedUpdate,
  type DeleteRange,
  type Id,
  type ItemStruct,
  type PlainValue,
  type Struct,
  sharedTypes,
} from './decoded-update.ts';

type Encoder = encoding.Encoder;

/** Number of each kind of content in the format. */
const kindNumbers = {
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  subdocument: 9,
} as const satisfies Record<DecodedContent['kind'], number>;

/**
 * The bytes of the update. Clients keep the order in which they first stand in the lists.
 * Throws `internal-error` when a client's structs leave a hole: name it with a `skip`.
 */
export function encodeUpdate(update: DecodedUpdate): Uint8Array {
  const encoder = encoding.createEncoder();
  const structs = byClient(update.structs);
  encoding.writeVarUint(encoder, structs.size);
  for (const [client, own] of structs) writeClient(encoder, client, own);
  const deletes = byClient(update.deletes);
  encoding.writeVarUint(encoder, deletes.size);
  for (const [client, ranges] of deletes) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const range of ranges) {
      encoding.writeVarUint(encoder, range.clock);
      encoding.writeVarUint(encoder, range.length);
    }
  }
  return encoding.toUint8Array(encoder);
}

function byClient<Ranged extends DeleteRange>(ranges: readonly Ranged[]): Map<number, Ranged[]> {
  const clients = new Map<number, Ranged[]>();
  for (const range of ranges) {
    const own = clients.get(range.client);
    if (own === undefined) clients.set(range.client, [range]);
    else own.push(range);
  }
  return clients;
}

function writeClient(encoder: Encoder, client: number, structs: readonly Struct[]): void {
  let clock = structs[0]?.clock ?? 0;
  encoding.writeVarUint(encoder, structs.length);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  for (const struct of structs) {
    if (struct.clock !== clock) {
      throw new RejoinError('internal-error', `structs of client ${client} leave a hole at clock ${clock}`);
    }
    writeStruct(encoder, struct);
    clock += struct.length;
  }
}

function writeStruct(encoder: Encoder, struct: Struct): void {
  if (struct.kind !== 'item') {
    encoding.writeUint8(encoder, struct.kind === 'gc' ? 0 : 10);
    encoding.writeVarUint(encoder, struct.length);
    return;
  }
  const { origin, rightOrigin } = struct;
  const marks = (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (struct.isKeyed ? 0x20 : 0);
  encoding.writeUint8(encoder, kindNumbers[struct.content.kind] | marks);
  if (origin) writeId(encoder, origin);
  if (rightOrigin) writeId(encoder, rightOrigin);
  if (!origin && !rightOrigin) writeParent(encoder, struct);
  writeContent(encoder, struct.content, struct.length);
}

function writeParent(encoder: Encoder, { parent, parentSub, isKeyed }: ItemStruct): void {
  if (parent === null) throw new RejoinError('internal-error', 'an item has neither origin nor parent');
  if ('root' in parent) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, parent.root);
  } else {
    encoding.writeVarUint(encoder, 0);
    writeId(encoder, parent.item);
  }
  if (isKeyed) encoding.writeVarString(encoder, parentSub ?? '');
}

function writeId(encoder: Encoder, id: Id): void {
  encoding.writeVarUint(encoder, id.client);
  encoding.writeVarUint(encoder, id.clock);
}

function writeContent(encoder: Encoder, content: DecodedContent, length: number): void {
  switch (content.kind) {
    case 'deleted':
      encoding.writeVarUint(encoder, length);
      return;
    case 'json':
      encoding.writeVarUint(encoder, content.values.length);
      for (const value of content.values) writeJson(encoder, value);
      return;
    case 'binary':
      encoding.writeVarUint8Array(encoder, content.bytes);
      return;
    case 'string':
      encoding.writeVarString(encoder, content.text);
      return;
    case 'embed':
      writeJson(encoder, content.value);
      return;
    case 'format':
      encoding.writeVarString(encoder, content.key);
      writeJson(encoder, content.value);
      return;
    case 'type':
      encoding.writeVarUint(encoder, sharedTypes.indexOf(content.type));
      if (content.name !== null) encoding.writeVarString(encoder, content.name);
      return;
    case 'any':
      encoding.writeVarUint(encoder, content.values.length);
      for (const value of content.values) writeAny(encoder, value);
      return;
    case 'subdocument':
      encoding.writeVarString(encoder, content.guid);
      writeAny(encoder, content.options);
      return;
  }
}

function writeJson(encoder: Encoder, value: PlainValue): void {
  encoding.writeVarString(encoder, JSON.stringify(value));
}

function writeAny(encoder: Encoder, value: PlainValue): void {
  // lib0's type wants mutable values; it only reads them.
  encoding.writeAny(encoder, value as encoding.AnyEncodable);
}
