/**
 * The network of a simulated world: two queues a connection, on virtual time.
 *
 * Invariants: a message arrives whole and in the order of its connection, or the connection drops;
 * nothing is reordered within a connection, but an old connection's late frames may arrive after those
 * of a newer one. Half-open means that frames vanish and one end, or none, hears of the end.
 */
import type { Socket as DeviceSocket } from '../../engine/device/index.ts';
import type { Socket as RelaySocket } from '../../relay/session/index.ts';
import type { VirtualTime } from '../world/virtual-time.ts';
import type { FaultCounts } from './faults.ts';

export type Direction = 'up' | 'down';
type Moment = 'sent' | 'arrived';

export interface NetworkOptions {
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly faults: FaultCounts;
  /** The process that listens now; undefined while none does. */
  readonly accept: (socket: RelaySocket) => boolean;
  readonly onFrame: (connection: Connection, direction: Direction, moment: Moment, bytes: Uint8Array) => void;
}

/** One way of a connection. Whoever waits longest is delivered first. */
class Pipe {
  readonly #time: VirtualTime;
  readonly #latency: () => number;
  #readyAt = 0;
  #epoch = 0;
  isSilent = false;
  waitingBytes = 0;

  constructor(time: VirtualTime, latency: () => number) {
    this.#time = time;
    this.#latency = latency;
  }

  push(bytes: number, deliver: () => void): void {
    if (this.isSilent) return;
    const epoch = this.#epoch;
    this.#readyAt = Math.max(this.#readyAt, this.#time.now + this.#latency());
    this.waitingBytes += bytes;
    this.#time.setTimer(this.#readyAt - this.#time.now, () => {
      this.waitingBytes -= bytes;
      if (epoch === this.#epoch && !this.isSilent) deliver();
    });
  }

  /** Everything under way is lost. */
  cut(): void {
    this.#epoch++;
  }
}

export class Connection {
  readonly number: number;
  readonly device: string;
  readonly up: Pipe;
  readonly down: Pipe;
  latencyMs: number;
  isOpen = false;
  #deviceEnded = false;
  #relayEnded = false;
  readonly deviceEnd: DeviceSocket;
  readonly relayEnd: RelaySocket;
  readonly #network: Network;

  constructor(network: Network, device: string, number: number, latencyMs: number) {
    this.#network = network;
    this.device = device;
    this.number = number;
    this.latencyMs = latencyMs;
    const latency = () => this.latencyMs;
    this.up = new Pipe(network.time, latency);
    this.down = new Pipe(network.time, latency);
    const { up, down } = this;
    this.deviceEnd = {
      send: (bytes) => this.#send('up', bytes),
      close: () => this.#closeByDevice(),
      get bufferedAmount() {
        return up.waitingBytes;
      },
      ...{ onOpen: null, onMessage: null, onClose: null },
    };
    this.relayEnd = {
      send: (bytes) => this.#send('down', bytes),
      close: (code, reason) => this.#closeByRelay(code, reason),
      get bufferedAmount() {
        return down.waitingBytes;
      },
      ...{ onMessage: undefined, onClose: undefined },
    };
  }

  get isEnded(): boolean {
    return this.#deviceEnded && this.#relayEnded;
  }

  /** The device has given it up. */
  get isAbandoned(): boolean {
    return this.#deviceEnded;
  }

  /** Healthy: both ends are there and hear each other. */
  get isHealthy(): boolean {
    return this.isOpen && !this.#deviceEnded && !this.#relayEnded && !this.up.isSilent && !this.down.isSilent;
  }

  /** Frames under way are lost, and both ends hear of it. */
  drop(): void {
    this.up.cut();
    this.down.cut();
    this.endDevice(1006);
    this.endRelay();
  }

  /** The device's process is gone: nothing reaches or leaves it; the relay may hear of it. */
  loseDevice(isTold: boolean): void {
    this.#deviceEnded = true;
    if (isTold) this.up.push(0, () => this.endRelay());
    else this.up.isSilent = true;
  }

  /** The relay's process is gone; what it had sent may still arrive, and the device may hear of it. */
  loseRelay(isTold: boolean): void {
    this.#relayEnded = true;
    if (isTold) this.down.push(0, () => this.endDevice(1006));
    else this.down.isSilent = true;
  }

  open(): void {
    this.isOpen = true;
    this.deviceEnd.onOpen?.();
  }

  endDevice(code: number, reason = ''): void {
    if (this.#deviceEnded) return;
    this.#deviceEnded = true;
    this.deviceEnd.onClose?.({ code, reason });
  }

  endRelay(): void {
    if (this.#relayEnded) return;
    this.#relayEnded = true;
    this.relayEnd.onClose?.();
  }

  #send(direction: Direction, bytes: Uint8Array): void {
    if (direction === 'up' ? this.#deviceEnded : this.#relayEnded) return;
    const copy = bytes.slice();
    this.#network.onFrame(this, direction, 'sent', copy);
    this[direction].push(copy.length, () => {
      if (direction === 'up' ? this.#relayEnded : this.#deviceEnded) return;
      this.#network.onFrame(this, direction, 'arrived', copy);
      if (direction === 'up') this.relayEnd.onMessage?.(copy);
      else this.deviceEnd.onMessage?.(copy);
    });
  }

  #closeByDevice(): void {
    if (this.#deviceEnded) return;
    this.#deviceEnded = true;
    this.up.push(0, () => this.endRelay());
  }

  #closeByRelay(code: number, reason: string): void {
    if (this.#relayEnded) return;
    this.#relayEnded = true;
    this.down.push(0, () => this.endDevice(code, reason));
  }
}

export class Network {
  readonly time: VirtualTime;
  readonly #options: NetworkOptions;
  readonly #connections = new Set<Connection>();
  readonly #newest = new Map<string, Connection>();
  readonly #unreachable = new Set<string>();
  #count = 0;

  constructor(options: NetworkOptions) {
    this.#options = options;
    this.time = options.time;
  }

  /** The seam of a device. */
  connect(device: string): DeviceSocket {
    const latency = 1 + Math.floor(this.#options.random() * 40);
    const connection = new Connection(this, device, ++this.#count, latency);
    this.#connections.add(connection);
    this.time.setTimer(latency, () => {
      if (connection.isAbandoned) {
        connection.endRelay();
        return;
      }
      if (this.#unreachable.has(device) || !this.#options.accept(connection.relayEnd)) {
        if (this.#unreachable.has(device)) this.#options.faults.count('unreachable');
        connection.endDevice(1006);
        connection.endRelay();
        return;
      }
      this.#newest.set(device, connection);
      connection.open();
    });
    return connection.deviceEnd;
  }

  onFrame(connection: Connection, direction: Direction, moment: Moment, bytes: Uint8Array): void {
    const { faults, onFrame } = this.#options;
    if (moment === 'arrived' && this.#newest.get(connection.device) !== connection)
      faults.count('late-frame');
    onFrame(connection, direction, moment, bytes);
  }

  /** The connections that are open at either end. */
  get connections(): Connection[] {
    for (const connection of this.#connections) if (connection.isEnded) this.#connections.delete(connection);
    return [...this.#connections];
  }

  newest(device: string): Connection | undefined {
    return this.#newest.get(device);
  }

  cutOff(device: string): void {
    this.#unreachable.add(device);
  }

  isCutOff(device: string): boolean {
    return this.#unreachable.has(device);
  }

  /** Everything works from here on. Connections that had gone silent end. */
  heal(): void {
    this.#unreachable.clear();
    for (const connection of this.connections) {
      if (!connection.isHealthy) connection.drop();
      connection.latencyMs = Math.min(connection.latencyMs, 40);
    }
  }
}
