/**
 * Watches the Yjs clocks under which tablets write: a range of clocks of a client id stands for one content for
 * ever. Two changes that use the same one would be taken for each other by everybody who merges them.
 *
 * Read from the sent bytes with plain Yjs.
 */
import * as Y from 'yjs';
import type { SeenPush } from '../world/observer-frames.ts';

/** What stands under a clock, and the change that said so first. */
interface Used {
  readonly said: string;
  readonly change: number;
}

export class ClockWatch {
  /** By tablet, document, client id and clock. */
  readonly #used = new Map<string, Used>();
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
        for (const struct of Y.decodeUpdate(update).structs) {
          const other = this.#firstThatDiffers(`${tablet} ${document}`, struct, number);
          if (other === undefined) continue;
          const { client, clock } = struct.id;
          this.#problems.push(
            `the clocks ${clock} to ${clock + struct.length} of ${tablet} ${document} as ${client} are used by the changes ${other} and ${number}`,
          );
        }
      }
    }
  }

  /** The change that said something else under one of the struct's clocks. */
  #firstThatDiffers(place: string, struct: Y.GC | Y.Item, change: number): number | undefined {
    const { client, clock } = struct.id;
    let differing: number | undefined;
    for (const [at, said] of sayings(struct).entries()) {
      const key = `${place} as ${client} at ${clock + at}`;
      const known = this.#used.get(key);
      if (known === undefined) this.#used.set(key, { said, change });
      else if (known.said !== said) differing ??= known.change;
    }
    return differing;
  }
}

/**
 * What a struct says under each of its clocks: content and neighbours. An entry that is made anew says something
 * else even where the value is the same; words of a withdrawn text go out a second time as they are.
 */
function sayings(struct: Y.GC | Y.Item): string[] {
  if (!(struct instanceof Y.Item)) return Array.from({ length: struct.length }, () => 'nothing');
  const { id, content, origin, rightOrigin, parent, parentSub } = struct;
  const contents = content.getContent();
  return Array.from({ length: struct.length }, (_, at) =>
    JSON.stringify([
      ...[content.constructor.name, contents[at] ?? null],
      at === 0 ? origin : { client: id.client, clock: id.clock + at - 1 },
      ...[rightOrigin, origin || rightOrigin ? null : parent, parentSub],
    ]),
  );
}
