/**
 * Messages: a type number, a name and fields, from which encoder, decoder and TypeScript type come.
 *
 * Invariant: `decodeFrame` never throws, whatever the bytes; it accepts a frame only if its message
 * takes all of the bytes, and refuses one above the limit without looking into it.
 */
import { createDecoder, type Decoder } from 'lib0/decoding';
import { createEncoder, type Encoder, toUint8Array } from 'lib0/encoding';
import type { Refusal } from '../model/index.ts';
import { type FieldSequence, type Fields, type ObjectOf, sequence } from './composite-fields.ts';
import { MalformedFrame, malformed, readUint, writeUint } from './field.ts';

/** What a decoder answers. */
export type Decoded<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** A message definition. */
export interface MessageDefinition<Name extends string, F extends Fields> {
  /** The number in front of the message on the wire. */
  readonly type: number;
  /** The name in code: the property `type` of a decoded message. */
  readonly name: Name;
  /** The fields in wire order, each with its own writer and reader. */
  readonly fields: F;
  readonly members: FieldSequence;
  /** The whole frame. @throws RejoinError `internal-error` when a value does not fit its field. */
  encode(message: ObjectOf<F>): Uint8Array;
  /** Decodes a frame that can only be this message. */
  decode(frame: Uint8Array): Decoded<{ readonly type: Name } & ObjectOf<F>>;
}

/** The type of a message: its fields, and its name as `type`. */
export type MessageOf<D> =
  D extends MessageDefinition<infer Name, infer F> ? { readonly type: Name } & ObjectOf<F> : never;

/**
 * Defines a message.
 * @param type number on the wire: 1 to 63 from device to relay, 64 to 127 from relay to device
 */
export function defineMessage<const Name extends string, F extends Fields>(
  type: number,
  name: Name,
  fields: F,
): MessageDefinition<Name, F> {
  const definition: MessageDefinition<Name, F> = {
    type,
    name,
    fields,
    members: sequence(fields),
    encode(message) {
      const encoder = emptyEncoder();
      writeUint(encoder, type);
      definition.members.write(encoder, message);
      return toUint8Array(encoder);
    },
    decode(frame) {
      return decodeFrame([definition], frame, Number.MAX_SAFE_INTEGER);
    },
  };
  return definition;
}

const encoderOfAll = createEncoder();
const roomOfAll = new Uint8Array(16_384);

/**
 * The one encoder of all messages, begun anew: making one costs more than a short message does. A message
 * is written in one go and copied out, so nothing of it is left; one that needs more room gets its own.
 */
function emptyEncoder(): Encoder {
  encoderOfAll.cbuf = roomOfAll;
  encoderOfAll.cpos = 0;
  encoderOfAll.bufs = [];
  return encoderOfAll;
}

/** What `decodeFrame` needs of a definition. */
type Readable = Pick<MessageDefinition<string, Fields>, 'type' | 'name' | 'members'>;

/** Decodes a frame that holds one of the given messages. Never throws for what the bytes are. */
export function decodeFrame<M>(
  definitions: readonly Readable[],
  frame: Uint8Array,
  maxFrameBytes: number,
): Decoded<M> {
  if (frame.length > maxFrameBytes) return refuse(`the frame exceeds ${maxFrameBytes} bytes`);
  const decoder = createDecoder(frame);
  try {
    return { ok: true, message: readMessage(definitions, decoder) as M };
  } catch (error) {
    if (error instanceof MalformedFrame) return refuse(error.message);
    throw error;
  }
}

function readMessage(definitions: readonly Readable[], decoder: Decoder): Record<string, unknown> {
  const type = readUint(decoder);
  const definition = definitions.find((candidate) => candidate.type === type);
  if (definition === undefined) return malformed(decoder, 'a message of no known type');
  const message: Record<string, unknown> = { type: definition.name };
  definition.members.read(decoder, message);
  if (decoder.pos !== decoder.arr.length) malformed(decoder, 'bytes follow the message');
  return message;
}

function refuse(what: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code: 'malformed-frame', reason: `This is no message: ${what}.` } };
}
