/**
 * The network of one tablet, as a switch: off, the device's sockets are cut and new ones come to nothing. It is not
 * `navigator.onLine`: two tablets of one page have a network each.
 *
 * Invariant: while it is off, the device hears nothing and sends nothing; what its socket took before may still
 * arrive, as on any network.
 */
import type { WebSocketConstructor, WebSocketLike } from '../../../engine/index.ts';

/** How a browser says that a connection was lost. */
const LOST = 1006;

export class NetworkSwitch {
  readonly #sockets = new Set<SwitchedSocket>();
  readonly #listeners = new Set<() => void>();
  #isOn: boolean;

  constructor({ isOn }: { readonly isOn: boolean }) {
    this.#isOn = isOn;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Cuts or restores the network. */
  set(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    if (!isOn) for (const socket of [...this.#sockets]) socket.cut();
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls `listener` whenever it was switched. Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The WebSocket of this network. */
  get WebSocket(): WebSocketConstructor {
    const network = this;
    return class extends SwitchedSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, network);
      }
    };
  }

  /** Whether the socket may connect; it is cut with the network until `leave`. */
  enter(socket: SwitchedSocket): boolean {
    if (this.#isOn) this.#sockets.add(socket);
    return this.#isOn;
  }

  leave(socket: SwitchedSocket): void {
    this.#sockets.delete(socket);
  }
}

/** A WebSocket that ends with its network. */
class SwitchedSocket implements WebSocketLike {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly #network: NetworkSwitch;
  /** None where the network was off, or is. */
  #socket: WebSocket | undefined;

  constructor(url: string, protocols: string, network: NetworkSwitch) {
    this.#network = network;
    if (!network.enter(this)) {
      queueMicrotask(() => this.cut());
      return;
    }
    const socket = new WebSocket(url, protocols);
    socket.onopen = (event) => this.onopen?.(event);
    socket.onmessage = (event) => this.onmessage?.(event);
    socket.onerror = (event) => this.onerror?.(event);
    socket.onclose = (event) => {
      network.leave(this);
      this.onclose?.(event);
    };
    this.#socket = socket;
  }

  get binaryType(): BinaryType {
    return this.#socket?.binaryType ?? 'arraybuffer';
  }

  set binaryType(type: BinaryType) {
    if (this.#socket !== undefined) this.#socket.binaryType = type;
  }

  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#socket?.send(bytes);
  }

  close(code?: number, reason?: string): void {
    this.#socket?.close(code, reason);
  }

  /** Ends it as a lost network does: at once for this end, and without a word for the other. */
  cut(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#network.leave(this);
    if (socket !== undefined) {
      socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null;
      socket.close();
    }
    this.onclose?.(new CloseEvent('close', { code: LOST }));
  }
}
