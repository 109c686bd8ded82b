/** Laws that hold for every message of the protocol, on messages derived from the definitions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codes, isLogicalName, isUuid } from '../model/index.ts';
import { type Decoded, decodeFrame } from './define-message.ts';
import { deviceMessages } from './device-messages.ts';
import { relayMessages } from './relay-messages.ts';
import type { ObjectShape, Shape, TextKind } from './shape.ts';

interface AnyMessage {
  readonly type: string;
}
/** The definitions with their message types forgotten, as a test that runs over all of them sees them. */
interface AnyDefinition {
  readonly type: number;
  readonly name: string;
  readonly members: (typeof deviceMessages)[number]['members'];
  encode(message: AnyMessage): Uint8Array;
}
const definitions = [...deviceMessages, ...relayMessages] as unknown as readonly AnyDefinition[];

const decode = (frame: Uint8Array): Decoded<AnyMessage> =>
  decodeFrame<AnyMessage>(definitions, frame, 1_048_576);

describe.each(definitions.map((definition) => [definition.name, definition.type, definition] as const))(
  '%s (%i)',
  (_name, _type, definition) => {
    const messages = messageOf(definition);

    it('comes back as it was sent, and has one encoding', () => {
      fc.assert(
        fc.property(messages, (message) => {
          const frame = definition.encode(message);
          const decoded = decode(frame);
          expect(decoded).toEqual({ ok: true, message });
          if (decoded.ok) expect(definition.encode(decoded.message)).toEqual(frame);
        }),
        { numRuns: 150 },
      );
    });

    it('is refused when any number of bytes is cut off, or one is appended', () => {
      fc.assert(
        fc.property(messages, fc.integer({ min: 0, max: 255 }), (message, byte) => {
          const frame = definition.encode(message);
          for (let length = 0; length < frame.length; length++) expectRefusal(frame.slice(0, length));
          expectRefusal(Uint8Array.of(...frame, byte));
        }),
        { numRuns: 40 },
      );
    });

    it('never throws on changed bytes, and what it accepts is the encoding of what it read', () => {
      const edit = fc.record({
        at: fc.nat(),
        cut: fc.nat({ max: 3 }),
        bytes: fc.uint8Array({ maxLength: 3 }),
      });
      fc.assert(
        fc.property(messages, fc.array(edit, { minLength: 1, maxLength: 3 }), (message, edits) => {
          const frame = edits.reduce(spliced, definition.encode(message));
          expectRefusalOrCanonical(frame);
        }),
        { numRuns: 400 },
      );
    });

    it('never allocates by a claim: a huge number at any place is refused or is a plain number', () => {
      const claims = [2 ** 20, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER].map(varuint);
      fc.assert(
        fc.property(messages, (message) => {
          const frame = definition.encode(message);
          for (let at = 1; at < frame.length; at++) {
            for (const bytes of claims) expectRefusalOrCanonical(spliced(frame, { at, cut: 1, bytes }));
          }
        }),
        { numRuns: 10 },
      );
    });
  },
);

describe('any frame', () => {
  it('never throws on random bytes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 90 }), fc.uint8Array({ maxLength: 400 }), (type, body) => {
        expectRefusalOrCanonical(Uint8Array.of(type, ...body));
      }),
      { numRuns: 5_000 },
    );
  });

  it('has a number of its own for every message, on the side of its direction', () => {
    expect(new Set(definitions.map(({ type }) => type)).size).toBe(definitions.length);
    for (const { type } of deviceMessages) expect(type > 0 && type < 64).toBe(true);
    for (const { type } of relayMessages) expect(type > 63 && type < 128).toBe(true);
  });
});

function expectRefusal(frame: Uint8Array): void {
  const decoded = decode(frame);
  expect(decoded.ok ? decoded : decoded.refusal.code).toBe('malformed-frame');
}

function expectRefusalOrCanonical(frame: Uint8Array): void {
  const decoded = decode(frame);
  if (!decoded.ok) {
    expect(decoded.refusal.code).toBe('malformed-frame');
    return;
  }
  // A message of the same name may go the other way; the number says which it is.
  const definition = definitions.find(({ type }) => type === frame[0]);
  // JSON may be spelled in many ways; every other field has one encoding.
  if (definition?.name === 'metadata') return;
  expect(definition?.encode(decoded.message)).toEqual(frame);
}

function spliced(frame: Uint8Array, edit: { at: number; cut: number; bytes: Uint8Array }): Uint8Array {
  const at = edit.at % (frame.length + 1);
  return Uint8Array.of(...frame.slice(0, at), ...edit.bytes, ...frame.slice(at + edit.cut));
}

function varuint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.of(...bytes, rest);
}

// Arbitrary values by shape.

function messageOf(definition: AnyDefinition): fc.Arbitrary<AnyMessage> {
  return objectOf(definition.members.shape, {
    type: fc.constant(definition.name),
  }) as fc.Arbitrary<AnyMessage>;
}

function objectOf(
  shape: ObjectShape,
  extra: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<object> {
  const members = Object.entries(shape).map(([name, member]) => [name, arbitraryOf(member)] as const);
  const requiredKeys = Object.keys(shape).filter((name) => shape[name]?.kind !== 'optional');
  return fc.record(
    { ...extra, ...Object.fromEntries(members) },
    { noNullPrototype: true, requiredKeys: [...Object.keys(extra), ...requiredKeys] },
  );
}

function arbitraryOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'uint':
      return fc.integer({ min: shape.min, max: shape.max });
    case 'boolean':
      return fc.boolean();
    case 'enumeration':
      return fc.constantFrom(...shape.names);
    case 'text':
      return textOf(shape.of);
    case 'bytes':
      return fc.uint8Array({ minLength: shape.minBytes, maxLength: Math.min(shape.maxBytes, 200) });
    case 'uuid':
      return shape.orEmpty ? fc.oneof(fc.constant(''), uuids) : uuids;
    case 'optional':
      return arbitraryOf(shape.of);
    case 'nullable':
      return fc.option(arbitraryOf(shape.of), { nil: null });
    case 'list':
      return fc.array(arbitraryOf(shape.of), { maxLength: 4 });
    case 'object':
      return objectOf(shape.fields);
    case 'union':
      return fc.oneof(
        ...Object.entries(shape.variants).map(([name, fields]) =>
          objectOf(fields, { [shape.tag]: fc.constant(name) }),
        ),
      );
    case 'json':
      return fc
        .jsonValue({ maxDepth: 4 })
        .map((value): unknown => JSON.parse(JSON.stringify(value)))
        .filter((value) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value)));
    case 'values':
      return fc.dictionary(names, values, { maxKeys: 6, noNullPrototype: true });
    case 'system-columns':
      return systems;
  }
}

const uuids = fc.uuid().filter(isUuid);
const names = fc.stringMatching(/^[a-z][a-z0-9_]{0,62}$/).filter(isLogicalName);
const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const values = fc.oneof(
  fc.constantFrom(null, true, false),
  fc.maxSafeInteger().filter((value) => !Object.is(value, -0)),
  anyText,
  fc.record({ entity: names, id: uuids }, { noNullPrototype: true }),
);
const systems = fc.record(
  {
    versionnumber: fc.maxSafeNat(),
    createdon: fc.maxSafeNat(),
    createdby: uuids,
    modifiedon: fc.maxSafeNat(),
    modifiedby: uuids,
    ownerid: fc.option(uuids),
    owningbusinessunit: fc.option(uuids),
    statecode: fc.constantFrom('active', 'inactive'),
  },
  { noNullPrototype: true },
);

function textOf(kind: TextKind): fc.Arbitrary<string> {
  switch (kind) {
    case 'any':
      return anyText;
    case 'logical-name':
      return names;
    case 'organization-id':
      return fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/);
    case 'app-name':
      return fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,62}$/);
    case 'code':
      return fc.constantFrom(...Object.keys(codes));
  }
}
