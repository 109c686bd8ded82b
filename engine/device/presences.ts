/**
 * Presence: who else has a text open that is open here, and where their cursors are.
 *
 * Each open text has a y-protocols `Awareness`, which editor bindings write and read; its local state goes to
 * the relay, and what the relay says of others comes into it. Invariants: of a state only where the cursor is
 * leaves the device, at most ten times a second; who somebody is comes from the relay alone; without a
 * connection nobody else is there.
 */
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';
import { Awareness, applyAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import type { Seams } from '../clock/index.ts';
import { RejoinError } from '../model/index.ts';
import type { DevicePresence, RelayPresence } from '../protocol/index.ts';
import { clientIdOf } from '../record/index.ts';
import type { LiveText } from './live-text.ts';
import { type PartKey, partKey, recordKey, splitPartKey, splitRecordKey } from './storage-keys.ts';
import { guarded, type ReportError } from './tell-listeners.ts';
import { positionOf, whereaboutsOf } from './text-place.ts';

/** The least time between two messages. */
const PAUSE_MS = 100;
/** The origin of what comes from the relay. */
const RELAY = 'relay';
/** Each can be told from the others, and from the page, light or dark. */
const COLORS = ['#c2413b', '#0f7b6c', '#3f6fd8', '#8b52c9', '#a8620a', '#c0358f', '#2e8540', '#5b6b7a'];

export class Presences {
  readonly #seams: Seams;
  readonly #report: ReportError;
  readonly #shown = new Map<PartKey, Awareness>();
  /** Texts of which the relay is to be told. */
  readonly #due = new Set<PartKey>();
  #isResting = false;
  #send: ((message: DevicePresence) => void) | null = null;

  constructor(seams: Seams, report: ReportError) {
    this.#seams = seams;
    this.#report = report;
  }

  /** The awareness of an open text, for as long as its document stays. @throws RejoinError when it is closed. */
  of({ place, doc }: LiveText): Awareness {
    const known = this.#shown.get(place);
    if (known !== undefined) return known;
    if (doc.isDestroyed) throw new RejoinError('invalid-argument', 'the record is closed');
    const awareness = new Awareness(doc);
    this.#shown.set(place, awareness);
    awareness.on('update', (_changed: unknown, origin: unknown) => {
      if (origin !== RELAY && this.#shown.get(place) === awareness) this.#say(place);
    });
    awareness.on('destroy', () => {
      this.#shown.delete(place);
      this.#say(place);
    });
    this.#say(place);
    return awareness;
  }

  /** There is a connection: from here on the relay is told, and tells. */
  connect(send: (message: DevicePresence) => void): void {
    this.#send = send;
    for (const place of this.#shown.keys()) this.#say(place);
  }

  /** There is none any more: nobody else is there. */
  disconnect(): void {
    this.#send = null;
    this.#due.clear();
    for (const awareness of this.#shown.values()) {
      const others = [...awareness.states.keys()].filter((id) => id !== awareness.clientID);
      guarded(() => removeAwarenessStates(awareness, others, RELAY), this.#report);
    }
  }

  /** Ends what runs for the texts that are still open. */
  close(): void {
    for (const awareness of [...this.#shown.values()]) awareness.destroy();
  }

  /** Shows where somebody else is. */
  receive({ entity, id, part, device, user, name, whereabouts }: RelayPresence): void {
    const awareness = this.#shown.get(partKey(recordKey(entity, id), part));
    if (awareness === undefined) return;
    const client = clientIdOf(device, 0);
    const color = COLORS[device % COLORS.length];
    const cursor = whereabouts.kind === 'cursor' && {
      anchor: positionOf(whereabouts.anchor, part),
      head: positionOf(whereabouts.head, part),
    };
    const state = { user: { id: user, name, color }, cursor: cursor || null };
    guarded(() => {
      if (whereabouts.kind === 'gone') removeAwarenessStates(awareness, [client], RELAY);
      else applyAwarenessUpdate(awareness, updateOf(awareness, client, state), RELAY);
    }, this.#report);
  }

  #say(place: PartKey): void {
    this.#due.add(place);
    if (!this.#isResting) this.#sayDue();
  }

  #sayDue(): void {
    this.#isResting = false;
    if (this.#send === null || this.#due.size === 0) return;
    for (const place of this.#due) {
      const { key, part } = splitPartKey(place);
      const whereabouts = whereaboutsOf(this.#shown.get(place)?.getLocalState() ?? null);
      this.#send({ type: 'presence', ...splitRecordKey(key), part, whereabouts });
    }
    this.#due.clear();
    this.#isResting = true;
    this.#seams.setTimer(PAUSE_MS, () => this.#sayDue());
  }
}

/** The relay keeps the order, so whatever comes is newer than what is shown. */
function updateOf({ meta }: Awareness, client: number, state: object): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, 1);
  writeVarUint(encoder, client);
  writeVarUint(encoder, (meta.get(client)?.clock ?? 0) + 1);
  writeVarString(encoder, JSON.stringify(state));
  return toUint8Array(encoder);
}
