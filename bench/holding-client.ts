/**
 * A device over a real connection that holds what it is sent: documents and rows, but no storage. For
 * measurements at whose end everyone must have the same.
 */
import type { OrganizationId } from '../engine/model/index.ts';
import { type PushMessage, SUBPROTOCOL } from '../engine/protocol/index.ts';
import type { Socket } from '../relay/session/index.ts';
import { RawAuthor } from '../test/world/raw-author.ts';
import { RawClient } from '../test/world/raw-client.ts';
import { deviceOfPlace, WINDOW } from './lean-client.ts';
import { worker } from './organization.ts';
import { ORGANIZATION } from './relay-process.ts';
import { realSeams } from './seams.ts';
import type { Measured } from './start-process.ts';
import { openWire, type Wire } from './wire.ts';

export class HoldingClient {
  readonly client: RawClient;
  readonly #relay: Measured;
  #wire: Wire | undefined;
  #socket: Socket | undefined;
  #waiting: (() => void) | undefined;
  #unsent: PushMessage[] = [];
  #unanswered = 0;
  lastAccepted = 0;

  private constructor(relay: Measured, place: number, token: string) {
    this.#relay = relay;
    const organization: OrganizationId = ORGANIZATION;
    this.client = new RawClient({
      author: new RawAuthor(realSeams),
      organization,
      deviceId: deviceOfPlace(place),
      token,
      accept: (socket) => this.#accept(socket),
      settle: () => Promise.resolve(),
    });
  }

  /** A device of the worker of that place, not connected yet. */
  static async open(relay: Measured, place: number): Promise<HoldingClient> {
    return new HoldingClient(relay, place, await relay.token(worker(place)));
  }

  /** Connects, and resolves when it holds everything. */
  async download(): Promise<void> {
    await this.#connect();
    await this.#when(() => this.#isComplete());
  }

  goOffline(): void {
    this.client.hangUp();
  }

  /** Connects and sends the changes, some at a time; resolves when all are accepted. */
  async reconnect(changes: readonly PushMessage[]): Promise<void> {
    this.#unsent = [...changes];
    await this.#connect();
    this.#sendMore();
    await this.#when(() => this.#unsent.length === 0 && this.#unanswered === 0);
  }

  /** Resolves when it has been told of everything up to the sequence number. */
  until(sequence: number): Promise<void> {
    return this.#when(() => this.client.cursor >= sequence);
  }

  async #connect(): Promise<void> {
    this.client.clear();
    this.#wire = await openWire(this.#relay.url, SUBPROTOCOL);
    await this.client.connect();
    await this.#when(() => this.client.of('welcome').length > 0);
  }

  #accept(socket: Socket): void {
    const wire = this.#wire;
    if (wire === undefined) throw new Error('the device has no connection');
    this.#socket = socket;
    socket.onMessage = (frame) => wire.send(frame);
    socket.onClose = () => wire.close();
    wire.onFrame = (frame) => this.#receive(frame);
  }

  #receive(frame: Uint8Array): void {
    this.#socket?.send(frame);
    const message = this.client.messages.at(-1);
    if (message?.type === 'accepted') {
      this.#unanswered -= 1;
      this.lastAccepted = Math.max(this.lastAccepted, message.sequence);
      this.client.author.lastVerdict = message.number;
      this.#sendMore();
    } else if (message?.type === 'rejected' || message?.type === 'reform' || message?.type === 'fault') {
      throw new Error(`answered with ${message.type}: ${message.reason}`);
    }
    this.#waiting?.();
  }

  #sendMore(): void {
    while (this.#unanswered < WINDOW) {
      const change = this.#unsent.shift();
      if (change === undefined) return;
      this.#unanswered += 1;
      this.client.send(change);
    }
  }

  #isComplete(): boolean {
    const [welcome] = this.client.of('welcome');
    return welcome?.plan.every(({ entity }) => this.#isWhole(entity)) === true;
  }

  #isWhole(entity: string): boolean {
    const scope = this.client.scopes.get(entity);
    return scope !== undefined && scope.after === undefined;
  }

  #when(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting = () => {
        if (!isMet()) return;
        this.#waiting = undefined;
        resolve();
      };
    });
  }
}
