/**
 * Watches the Yjs clocks under which tablets write: a range of clocks of a client id stands for one content for
 * ever. Two changes that use the same one would be taken for each other by everybody who merges them.
 *
 * Read from the sent bytes with plain Yjs.
 */
import * as Y from 'yjs';
import type { SeenPush } from '../world/observer-frames.ts';

interface Used {
  readonly from: number;
  readonly to: number;
  readonly change: number;
}

export class ClockWatch {
  /** By tablet, document and client id. */
  readonly #used = new Map<string, Used[]>();
  readonly #problems: string[];

  /** @param problems Where it says what it found. */
  constructor(problems: string[]) {
    this.#problems = problems;
  }

  /** A tablet, in one of its lives, has sent a change. */
  sent(tablet: string, { number, operations }: SeenPush): void {
    for (const operation of operations) {
      for (const { part, epoch, update } of operation.parts) {
        const document = `${operation.entity}/${operation.id}/${part} in epoch ${epoch}`;
        for (const { id, length } of Y.decodeUpdate(update).structs) {
          this.#use(`${tablet} ${document} as ${id.client}`, {
            from: id.clock,
            to: id.clock + length,
            change: number,
          });
        }
      }
    }
  }

  #use(place: string, range: Used): void {
    const known = this.#used.get(place) ?? [];
    const twice = known.find(
      ({ from, to, change }) => change !== range.change && from < range.to && range.from < to,
    );
    if (twice !== undefined) {
      this.#problems.push(
        `the clocks ${range.from} to ${range.to} of ${place} are used by the changes ${twice.change} and ${range.change}`,
      );
    }
    known.push(range);
    this.#used.set(place, known);
  }
}
