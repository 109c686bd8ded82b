/**
 * Virtual time that tells when a moment is over: everything that can happen without time passing has
 * happened, so what was decided in it can be read.
 */
import { setImmediate } from 'node:timers';
import { VirtualTime } from '../world/virtual-time.ts';

export class SimulationTime extends VirtualTime {
  #onSettled: () => void = () => undefined;

  whenSettled(listener: () => void): void {
    this.#onSettled = listener;
  }

  /** Databases in memory answer by microtasks alone; one turn of the event loop runs all of them. */
  override async settle(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#onSettled();
  }
}
