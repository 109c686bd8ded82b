/**
 * One author of the recording: a real device with the text open, and its line to the relay.
 *
 * Invariant: between two exchanges nothing reaches the device: it is offline, or what the relay sent
 * waits on the line. An exchange sends all that was typed and takes what the author is to see, no more.
 */
import { MemoryLevel } from 'memory-level';
import type * as Y from 'yjs';
import { createDevice, type Device, type RecordHandle } from '../../engine/device/index.ts';
import type { RecordId } from '../../engine/model/index.ts';
import { decodeDeviceMessage, decodeRelayMessage } from '../../engine/protocol/index.ts';
import { DATABASE_ENCODINGS } from '../../relay/store/index.ts';
import { Loopback } from '../world/loopback.ts';
import { virtualSeams } from '../world/virtual-time.ts';
import type { Agent, Patch } from './trace.ts';
import { ORGANIZATION, type WritingRoom } from './writing-room.ts';

export class Author {
  readonly agent: Agent;
  readonly #room: WritingRoom;
  #device: Device | undefined;
  #record: RecordHandle | undefined;
  #line: Loopback | undefined;
  /** How far the pages go that the relay sent, that arrived, and that the device has stored. */
  #pages = { sent: 0, arrived: 0, stored: 0 };
  /** What the relay refused: nothing of a recording may be. */
  #trouble: string | undefined;
  #typed = 0;
  #pushed = 0;
  /** How often the author went offline. */
  offlinePhases = 0;

  private constructor(room: WritingRoom, agent: Agent) {
    this.#room = room;
    this.agent = agent;
  }

  /** Switches on a new device, which meets the relay and takes all that it has. */
  static async join(room: WritingRoom, agent: Agent): Promise<Author> {
    const author = new Author(room, agent);
    author.#device = await createDevice({
      database: new MemoryLevel<string, Uint8Array>(DATABASE_ENCODINGS),
      seams: virtualSeams(room.time, 10 + agent),
      connect: () => author.#connect(),
      token: async () => `author ${agent}`,
      ...{ url: 'ws://relay', organization: ORGANIZATION, app: 'writing', sync: 'manual' },
    });
    author.device.goOnline();
    await author.#take(Number.POSITIVE_INFINITY);
    return author;
  }

  get device(): Device {
    if (this.#device === undefined) throw new Error('the device is not on');
    return this.#device;
  }

  get record(): RecordHandle {
    if (this.#record === undefined) throw new Error('the text is not open');
    return this.#record;
  }

  get isOffline(): boolean {
    return this.#line?.isOpen !== true;
  }

  /** The text in the author's editor. */
  get text(): Y.Text {
    return this.record.text('text');
  }

  /** Begins an empty text that the others can open. */
  async begin(): Promise<RecordId> {
    const before = this.#room.lastSequence;
    const id = await this.device.create('page', { title: 'friends forever' });
    await this.#room.until(() => this.#room.lastSequence > before, 'the relay has the new page');
    await this.#take(Number.POSITIVE_INFINITY);
    return id;
  }

  async open(id: RecordId): Promise<void> {
    this.#record = await this.device.open('page', id);
  }

  type(patches: readonly Patch[]): void {
    const { text } = this;
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted !== '') text.insert(position, inserted);
    }
    this.#typed++;
  }

  /** Stores what was typed, wherever the author is. */
  save(): Promise<void> {
    return this.record.flush();
  }

  /** Sends what was typed, and takes the other's writing up to that many keystrokes. */
  async exchange(seen: number): Promise<void> {
    const before = this.#room.lastSequence;
    const firstUnseen = this.#room.firstUnseen(this.agent, seen);
    await this.save();
    this.device.goOnline();
    if (this.#typed > this.#pushed) {
      await this.#room.until(() => {
        this.#release(firstUnseen);
        return this.#room.lastSequence > before;
      }, 'the relay has what was typed');
      this.#pushed = this.#typed;
      this.#room.noteSent(this.agent, this.#typed);
    }
    await this.#take(firstUnseen);
  }

  /** Gives up the line, and whatever is still on it. */
  async goOffline(): Promise<void> {
    this.device.goOffline();
    this.offlinePhases++;
    await this.#room.until(() => this.isOffline, 'the line is closed');
  }

  /** Waits until the relay has sent what it has, for a line on which the next exchange counts on it. */
  async settle(): Promise<void> {
    if (this.isOffline) return;
    const { lastSequence } = this.#room;
    await this.#room.until(() => this.#pages.sent >= lastSequence, 'the relay has sent what it has');
  }

  /** Takes what the relay has in front of the first page that goes to `firstUnseen` or beyond. */
  async #take(firstUnseen: number): Promise<void> {
    await this.#room.until(() => {
      const isHeld = this.#release(firstUnseen);
      const { arrived, stored } = this.#pages;
      return (isHeld || arrived >= this.#room.lastSequence) && stored >= arrived;
    }, 'the device has stored what it was to see');
    // What is on screen changes right after it is stored.
    await this.#room.turn();
  }

  /** Lets arrive what may. Returns whether a page has to wait. */
  #release(firstUnseen: number): boolean {
    if (this.#trouble !== undefined) throw new Error(`the relay refused: ${this.#trouble}`);
    let isHeld = false;
    this.#line?.release((frame) => {
      const decoded = decodeRelayMessage(frame);
      if (!decoded.ok) throw new Error(decoded.refusal.reason);
      if (decoded.message.type !== 'page') return true;
      isHeld = decoded.message.cursor >= firstUnseen;
      if (!isHeld) this.#pages.arrived = decoded.message.cursor;
      return !isHeld;
    });
    return isHeld;
  }

  #connect(): Loopback['deviceEnd'] {
    this.#pages = { sent: 0, arrived: 0, stored: 0 };
    this.#line = new Loopback({
      accept: (socket) => this.#room.relay.accept(socket),
      onSent: (from, frame) => this.#note(from, frame),
    });
    return this.#line.deviceEnd;
  }

  #note(from: 'device' | 'relay', frame: Uint8Array): void {
    const decoded = from === 'relay' ? decodeRelayMessage(frame) : decodeDeviceMessage(frame);
    if (!decoded.ok) throw new Error(decoded.refusal.reason);
    const { message } = decoded;
    if (message.type === 'fault' || message.type === 'rejected' || message.type === 'reform')
      this.#trouble ??= `${message.type}: ${message.reason}`;
    if (message.type === 'page') this.#pages.sent = message.cursor;
    if (message.type === 'stored') this.#pages.stored = message.cursor;
  }
}
