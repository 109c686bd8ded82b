/**
 * The functions of `engine/record` that rollback is made of, against the same history without the refused
 * changes. They are put together here as device and relay do it; that those do it so is proved by
 * `test/rollback`, in fewer histories.
 */
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { indexMetadata } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import { readRegister, rootOf } from '../../engine/record/index.ts';
import { DeviceWorld, type Message, type Push, partNames, RelayWorld } from '../world/rollback-world.ts';
import { type OracleChange, type OracleView, RollbackOracle } from './oracle-rollback.ts';

const HISTORIES = 4_000;
const STEPS = 32;
const DEVICES = 3;
const attributes = ['name', 'city'];

const parsed = parseMetadata({
  version: 1,
  entities: [
    {
      name: 'work_order',
      primaryName: 'name',
      attributes: [...attributes.map((name) => ({ name, type: 'string' })), { name: 'note', type: 'memo' }],
    },
  ],
});
const index = parsed.ok ? indexMetadata(parsed.metadata).entity('work_order') : undefined;
if (index === undefined) throw new Error('the metadata of the histories does not parse');
const workOrder = index;

/** Small, fast, the same everywhere. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function shown(main: Y.Doc | undefined, note: Y.Doc | undefined): OracleView & { text: string } {
  if (main === undefined || note === undefined) throw new Error('a document is missing');
  const valuesOf = (name: string) =>
    readRegister(rootOf(main, name)).entries.map(({ value }) => String(value));
  const registers = new Map(attributes.map((name) => [name, new Set(valuesOf(name))]));
  const text = note.getText('note').toString();
  return { registers, characters: new Set(text), text };
}

class History {
  readonly relay = new RelayWorld(workOrder);
  readonly #random: (below: number) => number;
  readonly #oracle = new RollbackOracle(attributes, DEVICES);
  readonly #devices = Array.from({ length: DEVICES }, (_, at) => new DeviceWorld(workOrder, at));
  readonly #up: Push[][] = this.#devices.map(() => []);
  readonly #down: Message[][] = this.#devices.map(() => []);
  readonly #meant = new Map<Push, OracleChange>();
  #made = 0;
  refused = 0;

  constructor(seed: number) {
    this.#random = randomOf(seed);
  }

  run(): void {
    for (let step = 0; step < STEPS; step += 1) this.#step(this.#random(DEVICES), this.#random(20));
    for (let device = 0; device < DEVICES; device += 1) while (this.#judge(device)) this.#deliver(device);
    for (let device = 0; device < DEVICES; device += 1) while (this.#deliver(device));
    this.#compareOutcome();
  }

  #step(device: number, action: number): void {
    if (action < 8) this.#edit(device);
    else if (action < 13) this.#judge(device);
    else if (action < 19) this.#deliver(device);
    else this.#down[device]?.push(this.relay.put());
  }

  #edit(at: number): void {
    const device = this.#device(at);
    const writes = new Map<string, string>();
    let [typed, erased] = ['', ''];
    const push = device.change((write, text) => {
      const kind = this.#random(5);
      if (kind < 2 || kind === 4) {
        const attribute = attributes[this.#random(attributes.length)] ?? '';
        // Some correct themselves within the change: the first value is never seen
        if (this.#random(8) === 0) write(attribute, `corrected ${this.#made}`);
        writes.set(attribute, `value ${this.#made}`);
        write(attribute, `value ${this.#made}`);
      }
      if (kind < 2) return;
      if (text.length > 0 && this.#random(3) === 0) {
        const from = this.#random(text.length);
        const length = 1 + this.#random(Math.min(3, text.length - from));
        erased = text.toString().slice(from, from + length);
        text.delete(from, length);
      }
      if (erased !== '' && this.#random(2) === 0) return;
      typed = Array.from({ length: 1 + this.#random(3) }, () => this.#character()).join('');
      text.insert(this.#random(text.length + 1), typed);
    });
    this.#made += 1;
    if (push === undefined) return;
    const change = { device: at, number: push.number, writes, typed, erased };
    this.#meant.set(push, change);
    this.#up[at]?.push(push);
    this.#oracle.formed(change, device.doc('note').getText('note').toString());
    this.#compareScreen(at);
  }

  /** Has the relay judge the next change of the device; false where there is none. */
  #judge(device: number): boolean {
    const push = this.#up[device]?.shift();
    if (push === undefined) return false;
    const refuse = this.#random(10) < 3;
    const message = this.relay.judge(device, push, { refuse, late: this.#random(2) === 0 });
    const change = this.#changeOf(push);
    if (message.kind === 'rejected') {
      this.refused += 1;
      this.#oracle.refused(change);
      this.#down[device]?.push(message);
    } else {
      this.#oracle.accepted(change);
      for (const queue of this.#down) queue.push(message);
    }
    return true;
  }

  #deliver(device: number): boolean {
    const message = this.#down[device]?.shift();
    if (message === undefined) return false;
    this.#device(device).receive(message, message.kind === 'patch' && message.device === device);
    if (message.kind === 'rejected') this.#oracle.learnedOfRefusal(this.#changeOf(message.push));
    if (message.kind === 'patch') this.#oracle.received(device, this.#changeOf(message.push));
    this.#compareScreen(device);
    return true;
  }

  #compareScreen(at: number): void {
    const device = this.#device(at);
    const { registers, characters } = shown(device.live.get('main'), device.live.get('note'));
    expect({ registers, characters }).toEqual(this.#oracle.viewOf(at));
    for (const part of partNames) expectNothingParked(device.doc(part));
  }

  #compareOutcome(): void {
    const { main, note } = {
      main: this.relay.candidates.get('main'),
      note: this.relay.candidates.get('note'),
    };
    const outcome = shown(main?.doc, note?.doc);
    const { registers, characters, text } = outcome;
    expect({ registers, characters }).toEqual(this.#oracle.outcome());
    expect(this.#oracle.brokenOrder(text)).toBeUndefined();
    for (const device of this.#devices) {
      expect(shown(device.live.get('main'), device.live.get('note'))).toEqual(outcome);
    }
    for (const candidate of this.relay.candidates.values()) expectNothingParked(candidate.doc);
  }

  #character(): string {
    this.#made += 1;
    return String.fromCharCode(0x4e00 + this.#made);
  }

  #device(at: number): DeviceWorld {
    const device = this.#devices[at];
    if (device === undefined) throw new Error(`there is no device ${at}`);
    return device;
  }

  #changeOf(push: Push): OracleChange {
    const change = this.#meant.get(push);
    if (change === undefined) throw new Error('a change that nobody made');
    return change;
  }
}

function expectNothingParked({ store }: Y.Doc): void {
  if (store.pendingStructs !== null || store.pendingDs !== null) throw new Error('something is parked');
}

describe('placeholders and carry over, as functions of documents', () => {
  it(`come to the history without the refused changes, in ${HISTORIES} histories`, () => {
    let [refused, carried, dependent] = [0, 0, 0];
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const history = new History(seed);
      try {
        history.run();
      } catch (error) {
        throw new Error(`history ${seed}: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
      refused += history.refused;
      carried += history.relay.carriedRanges;
      dependent += history.relay.dependent;
    }
    // Then what was to be proved has also happened
    expect({ refused: refused > HISTORIES, carried: carried > 400, dependent: dependent > 100 }).toEqual({
      refused: true,
      carried: true,
      dependent: true,
    });
  });
});
