/**
 * A connection in memory between a device and a relay. What the device sends arrives at once; what the
 * relay sends waits on the way until the test lets it arrive.
 *
 * Invariant: each way keeps its order and loses nothing, until an end closes: then what is still on
 * its way is lost, as on a line that was cut.
 */
import type { Socket as DeviceSocket } from '../../engine/device/index.ts';
import type { Socket as RelaySocket } from '../../relay/session/index.ts';

export interface LoopbackOptions {
  /** Hands the relay its end. */
  readonly accept: (socket: RelaySocket) => void;
  /** Called with everything that an end sends, before it arrives. */
  readonly onSent: (from: 'device' | 'relay', frame: Uint8Array) => void;
}

export class Loopback {
  readonly deviceEnd: DeviceSocket;
  readonly #relayEnd: RelaySocket;
  readonly #options: LoopbackOptions;
  #down: Uint8Array[] = [];
  #isOpen = true;

  constructor(options: LoopbackOptions) {
    this.#options = options;
    this.deviceEnd = {
      send: (frame) => this.#sendUp(frame),
      close: () => this.#close(1000, ''),
      bufferedAmount: 0,
      ...{ onOpen: null, onMessage: null, onClose: null },
    };
    this.#relayEnd = {
      send: (frame) => this.#sendDown(frame),
      close: (code, reason) => this.#close(code, reason),
      bufferedAmount: 0,
      ...{ onMessage: undefined, onClose: undefined },
    };
    queueMicrotask(() => {
      if (!this.#isOpen) return;
      options.accept(this.#relayEnd);
      this.deviceEnd.onOpen?.();
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Lets what is on its way to the device arrive, in order, up to the first frame that must wait. */
  release(mayArrive: (frame: Uint8Array) => boolean): void {
    for (let next = this.#down[0]; next !== undefined && mayArrive(next); next = this.#down[0]) {
      this.#down.shift();
      this.deviceEnd.onMessage?.(next);
    }
  }

  #sendUp(frame: Uint8Array): void {
    if (!this.#isOpen) return;
    const copy = frame.slice();
    this.#options.onSent('device', copy);
    queueMicrotask(() => {
      if (this.#isOpen) this.#relayEnd.onMessage?.(copy);
    });
  }

  #sendDown(frame: Uint8Array): void {
    if (!this.#isOpen) return;
    const copy = frame.slice();
    this.#down.push(copy);
    this.#options.onSent('relay', copy);
  }

  #close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#down = [];
    queueMicrotask(() => {
      this.#relayEnd.onClose?.();
      this.deviceEnd.onClose?.({ code, reason });
    });
  }
}
