/**
 * What people do on their tablets while processes die: records made and changed by several at once,
 * typing in the same texts, transactions over three records, deletions, and edits that will be refused.
 *
 * Invariant: at most one edit of a device is under way, so edits of a device have an order.
 */
import { randomUUID } from 'node:crypto';
import type { DeviceRequest, EditRequest } from './device-process.ts';
import type { Edit, Group, Ledger } from './ledger.ts';
import { rewritten } from './organization.ts';
import { shuffled } from './plan.ts';
import type { Answer } from './process-life.ts';

interface Place {
  readonly entity: string;
  readonly record: string;
}

/** Records that everybody works on at a time. */
const HOT = 12;
/** Never deleted: those that are overwritten until their parts begin anew. */
const LASTING = 2;

export class Load {
  readonly #ledger: Ledger;
  readonly #random: () => number;
  readonly #hot: Place[] = [];
  readonly #contracts: Place[] = [];
  /** Everybody overwrites the same record, as fast as they can, until its part begins anew. */
  isRewriting = false;

  constructor(ledger: Ledger, random: () => number) {
    this.#ledger = ledger;
    this.#random = random;
  }

  /** One edit on one device. Rejects when the process ended; then it may be stored or not. */
  async step(device: string, ask: (request: DeviceRequest) => Promise<Answer>): Promise<void> {
    const chosen = this.#random();
    if (this.isRewriting && this.#hot.length >= HOT) {
      return chosen < 0.9 ? this.#update(device, ask, this.#hot[0]) : this.#delete(device, ask);
    }
    if (chosen < 0.14 || this.#hot.length < HOT) return this.#create(device, ask);
    if (chosen < 0.48) return this.#update(device, ask);
    if (chosen < 0.68) return this.#type(device, ask);
    if (chosen < 0.82) return this.#transact(device, ask);
    if (chosen < 0.88) return this.#delete(device, ask);
    if (chosen < 0.93) return this.#contract(device, ask);
    if (chosen < 0.97) return this.#dangling(device, ask);
    await ask({ kind: 'retry', at: this.#random() });
  }

  async #create(device: string, ask: Ask): Promise<void> {
    const place = this.#newPlace(this.#random() < 0.7 ? 'account' : 'contact');
    const { edit, edits } = this.#edit(device, 'create', place, ['name', 'city', 'notes']);
    const parent = this.#hot.find(({ entity }) => entity === 'account');
    const link =
      place.entity === 'contact' && parent !== undefined
        ? { account: { entity: 'account', id: parent.record } }
        : {};
    const isHere = await told(edits, ask({ ...edit, values: { ...edit.values, ...link } }));
    if (!isHere) return;
    this.#hot.push(place);
    if (this.#hot.length > HOT) this.#hot.splice(LASTING, 1);
  }

  async #update(device: string, ask: Ask, chosen?: Place): Promise<void> {
    // Half of all overwriting meets the same record.
    const place = chosen ?? (this.#random() < 0.5 ? this.#hot[0] : this.#pick(this.#hot));
    if (place === undefined) return;
    const some = this.#random() < 0.5 ? ['name'] : ['name', 'city'];
    // Only what is written in no order weighs more than its values.
    const names = chosen === undefined ? some : shuffled(rewritten, this.#random).slice(0, 6);
    const { edit, edits } = this.#edit(device, 'update', place, names);
    await told(edits, ask(edit));
  }

  async #type(device: string, ask: Ask): Promise<void> {
    const place = this.#pick(this.#hot);
    if (place === undefined) return;
    const marker = this.#ledger.newMarker();
    const edit = this.#ledger.note({ device, ...place, attribute: 'notes', marker, group: undefined });
    await told([edit], ask({ kind: 'type', ...place, marker, at: this.#random() }));
  }

  async #transact(device: string, ask: Ask): Promise<void> {
    const isCreation = this.#random() < 0.6;
    const places = isCreation
      ? ['account', 'account', 'contact'].map((entity) => this.#newPlace(entity))
      : distinct([this.#pick(this.#hot), this.#pick(this.#hot), this.#pick(this.#hot)]);
    if (places.length < 3) return;
    const keys = places.map(({ entity, record }) => `${entity}/${record}`);
    const group: Group = { token: `group ${this.#ledger.groups.length + 1}`, device, keys, isCreation };
    this.#ledger.groups.push(group);
    const made = places.map((place) =>
      this.#edit(device, isCreation ? 'create' : 'update', place, ['name'], group),
    );
    const requests = made.map(({ edit }) => ({ ...edit, values: { ...edit.values, batch: group.token } }));
    await told(
      made.flatMap(({ edits }) => edits),
      ask({ kind: 'transact', edits: requests }),
    );
  }

  async #delete(device: string, ask: Ask): Promise<void> {
    const at = LASTING + Math.floor(this.#random() * (this.#hot.length - LASTING));
    const [place] = this.#hot.splice(at, 1);
    if (place === undefined) return;
    const deletion = this.#ledger.noteDeletion(device, `${place.entity}/${place.record}`);
    const { ok } = await ask({ kind: 'delete', ...place });
    deletion.isStored = ok;
  }

  /** Contracts: one of the people may not write them. */
  async #contract(device: string, ask: Ask): Promise<void> {
    const known = this.#pick(this.#contracts);
    const isNew = known === undefined || this.#random() < 0.4;
    const place = isNew ? this.#newPlace('contract') : known;
    const { edit, edits } = this.#edit(device, isNew ? 'create' : 'update', place, ['name']);
    if ((await told(edits, ask(edit))) && isNew) this.#contracts.push(place);
  }

  /** A contact of an account that nobody has: refused, whoever makes it. */
  async #dangling(device: string, ask: Ask): Promise<void> {
    const { edit, edits } = this.#edit(device, 'create', this.#newPlace('contact'), ['name', 'city']);
    const account = { entity: 'account', id: randomUUID() };
    await told(edits, ask({ ...edit, values: { ...edit.values, account } }));
  }

  #edit(
    device: string,
    kind: EditRequest['kind'],
    place: Place,
    attributes: readonly string[],
    group?: Group,
  ): { readonly edit: EditRequest; readonly edits: readonly Edit[] } {
    const edits = attributes.map((attribute) =>
      this.#ledger.note({ device, ...place, attribute, marker: this.#ledger.newMarker(), group }),
    );
    const values = Object.fromEntries(edits.map(({ attribute, marker }) => [attribute, marker]));
    return { edit: { kind, ...place, values }, edits };
  }

  #newPlace(entity: string): Place {
    return { entity, record: randomUUID() };
  }

  #pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }
}

type Ask = (request: DeviceRequest) => Promise<Answer>;

/** Marks what the device said of the edits. */
async function told(edits: readonly Edit[], asked: Promise<Answer>): Promise<boolean> {
  const { ok } = await asked;
  for (const edit of edits) {
    edit.isStored = ok;
    edit.isRefusedHere = !ok;
  }
  return ok;
}

function distinct(places: readonly (Place | undefined)[]): Place[] {
  const found = new Map<string, Place>();
  for (const place of places) if (place !== undefined) found.set(place.record, place);
  return [...found.values()];
}
