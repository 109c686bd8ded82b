/**
 * One random history of a record that several devices edit, with refusals and later edits behind them: real
 * devices and the real relay on one side, the oracle on the other.
 *
 * Invariant: the oracle is told what people meant, what the relay's log decided, what left the devices'
 * stored outboxes and which version they show; never what a device or the relay made of it.
 */
import { expect } from 'vitest';
import { asId, type RecordId, type Values } from '../../engine/model/index.ts';
import { type OracleChange, type OracleView, RollbackOracle } from '../model/oracle-rollback.ts';
import { contentOf } from '../world/observer-documents.ts';
import { seededRandom } from '../world/virtual-time.ts';
import { ENTITY, type SharedRecord, type Tablet } from './shared-record.ts';

const STEPS = 30;
const TEXT = 'notes';
export const attributes = ['name', 'phone'];

interface Made {
  readonly change: OracleChange;
  readonly isWrong: boolean;
  /** As which it is stored and sent. */
  uuid?: string;
  sequence?: number;
  isRefused?: boolean;
  isGone?: boolean;
  readonly receivedBy: Set<number>;
}

export class RollbackHistory {
  readonly #shared: SharedRecord;
  readonly #random: (below: number) => number;
  readonly #oracle: RollbackOracle;
  readonly #made: Made[] = [];
  readonly #id: RecordId;
  #tokens: number;
  refused = 0;
  dependent = 0;

  constructor(shared: SharedRecord, seed: number) {
    const random = seededRandom(seed);
    this.#shared = shared;
    this.#random = (below) => Math.floor(random() * below);
    this.#oracle = new RollbackOracle(attributes, shared.tablets.length);
    this.#tokens = 0;
    this.#id = asId<RecordId>(`01943ad7-0000-7000-8000-${seed.toString(16).padStart(12, '0')}`);
  }

  async run(): Promise<void> {
    await this.#begin();
    for (let step = 0; step < STEPS; step++) {
      const at = this.#random(this.#shared.tablets.length);
      await this.#step(at, this.#random(24));
      await this.#shared.settle();
      this.#learn();
      await this.#compareScreens();
    }
    await this.#shared.deliverAll();
    this.#learn();
    await this.#compareScreens();
    this.#compareOutcome();
  }

  async #begin(): Promise<void> {
    const first: Record<string, string> = {};
    for (const attribute of attributes) first[attribute] = this.#value();
    const writes = new Map(Object.entries(first));
    this.#note({ device: 0, number: 0, writes, typed: '', erased: '' }, '', false);
    await this.#tablet(0).device.create(ENTITY, first, { id: this.#id });
    this.#nameLast(0);
    await this.#shared.deliverAll();
    this.#learn();
    for (const tablet of this.#shared.tablets) await tablet.open(this.#id);
  }

  async #step(at: number, action: number): Promise<void> {
    const tablet = this.#tablet(at);
    if (action < 11) await this.#edit(at);
    else if (action < 19) tablet.receive(1 + this.#random(3));
    else if (action < 20) tablet.device.goOffline();
    else if (action < 22) tablet.device.goOnline();
    else if (action < 23) await tablet.restart();
    else await this.#shared.sendWhole();
  }

  /** One change: values and text, some of them with a link to nothing beside them, which the relay refuses. */
  async #edit(at: number): Promise<void> {
    await this.#write(at);
    this.#nameLast(at);
  }

  async #write(at: number): Promise<void> {
    const { device, handle } = this.#tablet(at);
    const before = handle.text(TEXT).toString();
    const kind = this.#random(5);
    const isWrong = this.#random(10) < 3;
    const writes = new Map<string, string>();
    const isCorrected = this.#random(8) === 0;
    if (kind !== 3) writes.set(attributes[this.#random(attributes.length)] ?? '', this.#value());
    const from = this.#random(before.length + 1);
    const isTyping = kind > 1;
    const erasedLength = isTyping && this.#random(3) === 0 ? this.#random(4) : 0;
    const erased = before.slice(from, from + erasedLength);
    const isOnlyErasing = erased !== '' && writes.size > 0 && this.#random(2) === 0;
    const typed = isTyping && !isOnlyErasing ? this.#characters() : '';
    const after = `${before.slice(0, from)}${typed}${before.slice(from + erased.length)}`;
    this.#note({ device: at, number: this.#made.length, writes, typed, erased }, after, isWrong);
    const isByHand = writes.size === 0 && !isWrong && this.#tablet(at).isOnline;
    if (isByHand) {
      // Typed into the open text, where what is typed offline would fold into one change.
      const text = handle.text(TEXT);
      if (erased !== '') text.delete(from, erased.length);
      text.insert(from, typed);
      await handle.flush();
      return;
    }
    const values: Record<string, Values[string]> = Object.fromEntries(writes);
    if (isTyping) values[TEXT] = after;
    const link = { parent: { entity: ENTITY, id: this.#nowhere() } };
    // The relay meets the wrong link at once, or when the rest of the change was tried already.
    const isLate = this.#random(2) === 0;
    if (isWrong && !isLate) Object.assign(values, link);
    await device.transact((tx) => {
      // Some correct themselves within the change: the first value is never seen.
      for (const name of writes.keys()) if (isCorrected) tx.set(ENTITY, this.#id, { [name]: 'corrected' });
      tx.set(ENTITY, this.#id, values);
      if (isWrong && isLate) tx.set(ENTITY, this.#shared.beside, link);
    });
  }

  /** The change that was made last is the one that is new in its device's stored outbox. */
  #nameLast(at: number): void {
    const known = new Set(this.#made.map(({ uuid }) => uuid));
    const fresh = this.#tablet(at).stored.outboxIds.filter((uuid) => !known.has(uuid));
    const made = this.#made.at(-1);
    expect(fresh, 'what was edited is one change').toHaveLength(1);
    if (made !== undefined) made.uuid = fresh[0] ?? '';
  }

  #note(change: OracleChange, text: string, isWrong: boolean): void {
    this.#oracle.formed(change, text);
    this.#made.push({ change, isWrong, receivedBy: new Set([change.device]) });
  }

  /** Tells the oracle what was decided, and what each device can know of it. */
  #learn(): void {
    for (const entry of this.#shared.decisions()) {
      if (entry.kind !== 'accepted' && entry.kind !== 'refused') continue;
      const made = this.#made.find(({ uuid }) => uuid === entry.uuid);
      if (made === undefined) throw new Error(`the relay decided ${entry.uuid}, which nobody made`);
      if (entry.kind === 'accepted') {
        made.sequence = entry.sequence;
        this.#oracle.accepted(made.change);
        expect(made.isWrong, `${describe(made)} was accepted`).toBe(false);
      } else if (entry.verdict === 'rejected') this.#refuse(made, entry.code);
    }
    this.#shared.tablets.forEach((tablet, at) => {
      const { outboxIds } = tablet.stored;
      const version = tablet.device.get(ENTITY, this.#id)?.system.versionnumber ?? 0;
      for (const made of this.#made) {
        if (made.sequence !== undefined && made.sequence <= version && !made.receivedBy.has(at)) {
          made.receivedBy.add(at);
          this.#oracle.received(at, made.change);
        }
        const isOpen = made.change.device === at && made.sequence === undefined && made.isGone !== true;
        if (!isOpen || made.uuid === undefined || outboxIds.includes(made.uuid)) continue;
        // Its device has taken it back, by the relay's word or because it hangs on what was refused.
        if (made.isRefused !== true) this.#refuse(made, 'depends-on-rejected');
        made.isGone = true;
        this.#oracle.learnedOfRefusal(made.change);
      }
    });
  }

  #refuse(made: Made, code: string): void {
    made.isRefused = true;
    this.refused++;
    if (code === 'depends-on-rejected') this.dependent++;
    this.#oracle.refused(made.change);
    // No noise: only what was typed into refused text can hang on it; a value never does.
    const isGrounded = made.isWrong || (code === 'depends-on-rejected' && made.change.typed !== '');
    expect(isGrounded, `${describe(made)} was refused with ${code}`).toBe(true);
  }

  async #compareScreens(): Promise<void> {
    for (const [at, tablet] of this.#shared.tablets.entries()) {
      expect(await this.#shownOn(tablet), tablet.name).toEqual(plain(this.#oracle.viewOf(at)));
    }
  }

  async #shownOn({ handle, device }: Tablet): Promise<unknown> {
    const text = handle.text(TEXT).toString();
    const row = device.get(ENTITY, this.#id);
    expect(row?.values[TEXT] ?? '').toBe(text);
    expect(row?.values.parent === undefined || row.isPending).toBe(true);
    const conflicts = await handle.conflicts();
    const registers = attributes.map((attribute) => {
      const conflict = conflicts.find((one) => one.attribute === attribute);
      const shown = row?.values[attribute];
      const live = conflict?.entries.map(({ value }) => value) ?? [shown];
      expect(live).toContain(shown);
      return [attribute, live.map(String).sort()];
    });
    return { registers, characters: [...text].sort() };
  }

  #compareOutcome(): void {
    const { observed, tablets } = this.#shared;
    expect(observed.problems).toEqual([]);
    const { parts } = observed.records.get(`${ENTITY}/${this.#id}`) ?? {};
    const [main, note] = [parts?.get('main'), parts?.get(TEXT)];
    const roots = main === undefined ? {} : contentOf(main.doc, 'registers').roots;
    const text = note?.doc.getText(TEXT).toString() ?? '';
    const valuesOf = (attribute: string): string[] =>
      Array.from(roots[attribute] ?? [], (entry) => String((JSON.parse(entry) as unknown[])[0])).sort();
    expect({
      registers: attributes.map((attribute) => [attribute, valuesOf(attribute)]),
      characters: [...text].sort(),
    }).toEqual(plain(this.#oracle.outcome()));
    expect(this.#oracle.brokenOrder(text)).toBeUndefined();
    expect(roots.parent).toBeUndefined();
    for (const { handle } of tablets) expect(handle.text(TEXT).toString()).toBe(text);
    for (const part of [main, note]) {
      expect(part?.doc.store.pendingStructs ?? part?.doc.store.pendingDs ?? null).toBeNull();
    }
  }

  #value(): string {
    return `~k${String(++this.#tokens).padStart(6, '0')}~`;
  }

  /** Characters that nothing else has. */
  #characters(): string {
    const length = 1 + this.#random(3);
    return Array.from({ length }, () => String.fromCharCode(0x4e00 + ++this.#tokens)).join('');
  }

  /** A record that there never was, another one each time: a link that stays is not written again. */
  #nowhere(): RecordId {
    return asId<RecordId>(`01943ad7-ffff-7000-8000-${String(++this.#tokens).padStart(12, '0')}`);
  }

  #tablet(at: number): Tablet {
    const tablet = this.#shared.tablets[at];
    if (tablet === undefined) throw new Error(`there is no tablet ${at}`);
    return tablet;
  }
}

function describe({ change, isWrong }: Made): string {
  return `change ${change.number} of device ${change.device} (${isWrong ? 'with' : 'without'} a wrong link)`;
}

function plain({ registers, characters }: OracleView): unknown {
  return {
    registers: [...registers].map(([attribute, values]) => [attribute, [...values].sort()]),
    characters: [...characters].sort(),
  };
}
