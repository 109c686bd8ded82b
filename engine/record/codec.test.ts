/** Laws of the codec: nothing throws, Yjs agrees on what is valid, encoding gives the bytes back. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { decodeUpdate } from './decode-update.ts';
import type { DecodedContent, DecodedUpdate } from './decoded-update.ts';
import { encodeUpdate } from './encode-update.ts';

const step = fc.record({
  client: fc.nat(2),
  kind: fc.constantFrom('text', 'format', 'embed', 'map', 'array', 'xml', 'binary', 'delete', 'subdocument'),
  at: fc.nat(30),
  text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
  value: fc.jsonValue({ maxDepth: 3 }).filter(hasNoForbiddenKey),
  sync: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function hasNoForbiddenKey(value: unknown): boolean {
  return !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value));
}

/** Three documents edited at random; every update and full state that Yjs made on the way. */
function updatesOf(steps: readonly Step[], gc: boolean): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const docs = [7, 2 ** 32 + 5, 2 ** 52 - 1].map((clientId) => {
    const doc = new Y.Doc({ guid: 'fuzz', gc });
    doc.clientID = clientId;
    doc.on('update', (update: Uint8Array) => updates.push(update));
    return doc;
  });
  for (const { client, sync, ...rest } of steps) {
    const doc = docs[client] as Y.Doc;
    edit(doc, rest);
    if (sync) for (const other of docs) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    [7, 2 ** 32 + 5, 2 ** 52 - 1].forEach((clientId, index) => {
      (docs[index] as Y.Doc).clientID = clientId;
    });
  }
  const states = docs.map((doc) => Y.encodeStateAsUpdate(doc));
  return [
    ...updates,
    ...states,
    Y.mergeUpdates(states),
    Y.mergeUpdates(updates.filter((_, i) => i % 2 === 0)),
  ];
}

function edit(doc: Y.Doc, { kind, at, text, value }: Omit<Step, 'client' | 'sync'>): void {
  const body = doc.getText('body');
  const list = doc.getArray<unknown>('list');
  const map = doc.getMap<unknown>('map');
  const fragment = doc.getXmlFragment('rich');
  if (kind === 'text') body.insert(at % (body.length + 1), text);
  if (kind === 'format' && body.length > 0) body.format(at % body.length, 1, { [`f${at % 3}`]: value });
  if (kind === 'embed') body.insertEmbed(at % (body.length + 1), { at });
  if (kind === 'map') map.set(`k${at % 3}`, at % 4 === 0 ? new Y.Map([[text, value]]) : value);
  if (kind === 'array') list.insert(at % (list.length + 1), [value, at / 7, -at * 2 ** 31, [text]]);
  if (kind === 'binary') list.push([new Uint8Array([at])]);
  if (kind === 'xml') fragment.insert(0, [new Y.XmlElement(`p${at}`), new Y.XmlText(text)]);
  if (kind === 'subdocument') map.set('sub', new Y.Doc({ guid: text, meta: { at } }));
  if (kind === 'delete' && list.length > 0) list.delete(at % list.length, 1);
  if (kind === 'delete' && body.length > 0) body.delete(at % body.length, 1);
  if (kind === 'delete' && fragment.length > 0) fragment.delete(0, 1);
}

function decoded(bytes: Uint8Array): DecodedUpdate {
  const result = decodeUpdate(bytes);
  if (!result.ok) throw new Error(result.refusal.reason);
  return result.update;
}

describe('the codec of updates', () => {
  it('gives the bytes back for every update that Yjs makes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.boolean(), (steps, gc) => {
        for (const update of updatesOf(steps, gc)) expect(encodeUpdate(decoded(update))).toEqual(update);
      }),
      { numRuns: 150 },
    );
  });

  it('agrees with Yjs about every update that Yjs makes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.boolean(), (steps, gc) => {
        for (const update of updatesOf(steps, gc)) expect(plain(decoded(update))).toEqual(plainByYjs(update));
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, whatever the bytes, and decodes what it accepts to the same meaning again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const result = decodeUpdate(bytes);
        if (result.ok) expect(decoded(encodeUpdate(result.update))).toEqual(result.update);
        else expect(result.refusal.code).toBe('malformed-update');
      }),
      { numRuns: 20_000 },
    );
  });

  it('never throws on mutated updates', () => {
    const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.nat(3) });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 3, maxLength: 12 }),
        fc.array(mutation, { maxLength: 30 }),
        (steps, mutations) => {
          for (const update of updatesOf(steps, false)) {
            for (const { at, byte, cut } of mutations) {
              const mutated = update.slice(0, cut === 0 ? at % (update.length + 1) : update.length);
              if (mutated.length > 0) mutated[at % mutated.length] = byte;
              const result = decodeUpdate(mutated);
              if (result.ok) expect(decoded(encodeUpdate(result.update))).toEqual(result.update);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('refuses every truncation and every trailing byte', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        for (const update of updatesOf(steps, false).slice(-5)) {
          for (let length = 0; length < update.length; length += 1) {
            expect(decodeUpdate(update.subarray(0, length)).ok).toBe(false);
          }
          expect(decodeUpdate(Uint8Array.of(...update, 0)).ok).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** Structs and deletes as plain text, from both decoders, in the parts that both show. */
function plain(update: DecodedUpdate): unknown {
  const structs = update.structs.map((struct) =>
    struct.kind === 'item'
      ? [
          struct.client,
          struct.clock,
          struct.length,
          struct.origin,
          struct.rightOrigin,
          struct.parent,
          struct.parentSub,
          plainContent(struct.content),
        ]
      : [struct.client, struct.clock, struct.length, struct.kind],
  );
  return { structs, deletes: update.deletes.map(({ client, clock, length }) => [client, clock, length]) };
}

function plainContent(content: DecodedContent): unknown {
  if (content.kind === 'deleted') return 'deleted';
  if (content.kind === 'type') return [content.type, content.name];
  if (content.kind === 'subdocument') return content.guid;
  const [, ...fields] = Object.values(content);
  return fields;
}

function plainByYjs(update: Uint8Array): unknown {
  const { structs, ds } = Y.decodeUpdate(update);
  const id = (at: Y.ID | null) => at && { client: at.client, clock: at.clock };
  return {
    structs: structs.map((struct) => {
      const at = [struct.id.client, struct.id.clock, struct.length];
      if (struct instanceof Y.Skip) return [...at, 'skip'];
      if (!(struct instanceof Y.Item)) return [...at, 'gc'];
      const parent: unknown = struct.parent;
      const named = typeof parent === 'string' ? { root: parent } : parent && { item: id(parent as Y.ID) };
      return [
        ...at,
        id(struct.origin),
        id(struct.rightOrigin),
        named,
        struct.parentSub,
        contentByYjs(struct.content),
      ];
    }),
    deletes: [...ds.clients].flatMap(([client, items]) =>
      items.map(({ clock, len }) => [client, clock, len]),
    ),
  };
}

function contentByYjs(content: Y.Item['content']): unknown {
  if (content instanceof Y.ContentDeleted) return 'deleted';
  if (content instanceof Y.ContentString) return [content.str];
  if (content instanceof Y.ContentAny) return [content.arr];
  if (content instanceof Y.ContentJSON) return [content.arr];
  if (content instanceof Y.ContentBinary) return [content.content];
  if (content instanceof Y.ContentEmbed) return [content.embed];
  if (content instanceof Y.ContentFormat) return [content.key, content.value];
  if (content instanceof Y.ContentDoc) return content.doc.guid;
  const { type } = content as Y.ContentType;
  if (type instanceof Y.XmlElement) return ['xml-element', type.nodeName];
  if (type instanceof Y.XmlText) return ['xml-text', null];
  return [type instanceof Y.Map ? 'map' : 'another', null];
}
