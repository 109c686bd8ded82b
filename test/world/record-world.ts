/**
 * Small worlds around one record: its metadata, senders with documents of their own, candidates, and
 * structs made by hand as no honest device would.
 */
import * as Y from 'yjs';
import { type Stamp, stampOf } from '../../engine/clock/index.ts';
import { type DeviceNumber, type EntityIndex, indexMetadata, type Value } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import {
  type Candidate,
  type CandidateSource,
  clientIdOf,
  type DecodedContent,
  encodeUpdate,
  type ItemStruct,
  inspectUpdate,
  localTransact,
  openCandidate,
  openDoc,
  type PlainValue,
  writeRegister,
} from '../../engine/record/index.ts';

/** The relay's time in these worlds. */
export const NOW_MS = 1_750_000_000_000;

/** `work_order`: a string, a money and a choice in `main`, a memo, and a secured string. */
export function workOrder(): EntityIndex {
  const parsed = parseMetadata({
    version: 1,
    optionSets: [{ name: 'priorities', options: [{ value: 1, label: 'High' }] }],
    entities: [
      {
        name: 'work_order',
        primaryName: 'name',
        attributes: [
          { name: 'name', type: 'string', maxLength: 40 },
          { name: 'amount', type: 'money' },
          { name: 'priority', type: 'choice', optionSet: 'priorities' },
          { name: 'note', type: 'memo', maxLength: 60 },
          { name: 'salary', type: 'string', secured: true },
        ],
      },
    ],
  });
  const index = parsed.ok ? indexMetadata(parsed.metadata).entity('work_order') : undefined;
  if (index === undefined) throw new Error('the metadata of the world does not parse');
  return index;
}

const index = workOrder();

/** A device with a document of its own for one part. */
export class Sender {
  readonly device: DeviceNumber;
  readonly doc: Y.Doc;
  #generation = 0;
  #ticks = 0;

  constructor(device: number, { gc = false } = {}) {
    this.device = device as DeviceNumber;
    this.doc = openDoc({ guid: 'part', gc });
  }

  get clientId(): number {
    return clientIdOf(this.device, this.#generation);
  }

  nextGeneration(): void {
    this.#generation += 1;
  }

  receive(...updates: readonly Uint8Array[]): this {
    for (const update of updates) Y.applyUpdate(this.doc, update);
    return this;
  }

  /** One local transaction as the update that it sends. */
  change(write: (doc: Y.Doc) => void): Uint8Array {
    let sent: Uint8Array = new Uint8Array([0, 0]);
    const take = (update: Uint8Array): void => {
      sent = update;
    };
    this.doc.on('update', take);
    localTransact(this.doc, this.clientId, () => write(this.doc));
    this.doc.off('update', take);
    return sent;
  }

  set(attribute: string, value: Value, stamp?: Stamp): Uint8Array {
    this.#ticks += 1;
    const at = stamp ?? stampOf(NOW_MS + this.#ticks, this.device % 4_096);
    return this.change((doc) => writeRegister(doc, attribute, value, at));
  }

  type(at: number, text: string): Uint8Array {
    return this.change((doc) => doc.getText('note').insert(at, text));
  }

  erase(at: number, length: number): Uint8Array {
    return this.change((doc) => doc.getText('note').delete(at, length));
  }
}

/** A candidate of one part of `work_order` that has accepted the updates. */
export function aCandidate(
  part: 'main' | 'note' | 'salary',
  updates: readonly Uint8Array[] = [],
  source: Partial<CandidateSource> = {},
): Candidate {
  const layout = index.part(part);
  if (layout === undefined) throw new Error(`work_order has no part ${part}`);
  return openCandidate({ layout, epoch: 1, guid: 'part', updates, placeholders: [], carry: [], ...source });
}

/** What the candidate says to an update of the device. */
export function judge(candidate: Candidate, update: Uint8Array, device: number, lastVerdictKnown = 0) {
  const context = { device: device as DeviceNumber, now: NOW_MS, index, lastVerdictKnown };
  return inspectUpdate(candidate, update, context);
}

/** An item made by hand: by default a first entry in the register `name`. */
export function anItem(fields: Partial<ItemStruct> & { readonly client: number }): ItemStruct {
  const content: DecodedContent = fields.content ?? anEntry('forged');
  const hasOrigin = Boolean(fields.origin || fields.rightOrigin);
  return {
    kind: 'item',
    clock: 0,
    length: lengthOf(content),
    origin: null,
    rightOrigin: null,
    parent: hasOrigin ? null : { root: 'name' },
    parentSub: null,
    isKeyed: false,
    content,
    ...fields,
  };
}

/** Register entries as content, each with a stamp of now. */
export function anEntry(...values: readonly PlainValue[]): DecodedContent {
  return { kind: 'any', values: values.map((value) => [value, stampOf(NOW_MS, 0)]) };
}

export function someText(text: string): DecodedContent {
  return { kind: 'string', text };
}

/** Structs of one client, one behind the other, as an update. */
export function anUpdate(...items: readonly ItemStruct[]): Uint8Array {
  let clock = items[0]?.clock ?? 0;
  const structs = items.map((item) => {
    const placed = { ...item, clock };
    clock += item.length;
    return placed;
  });
  return encodeUpdate({ structs, deletes: [] });
}

function lengthOf(content: DecodedContent): number {
  if (content.kind === 'string') return content.text.length;
  return content.kind === 'any' || content.kind === 'json' ? content.values.length : 1;
}
