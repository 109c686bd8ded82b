/**
 * A recording of two people who wrote one text at the same time, keystroke by keystroke.
 *
 * Invariant: a keystroke names the whole history that its author had seen, as two counts: so many of
 * the author's own keystrokes, all of them, and so many of the other's. A recording that can't be
 * said so is refused.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export type Agent = 0 | 1;
export const agents: readonly Agent[] = [0, 1];
export const otherThan = (agent: Agent): Agent => (agent === 0 ? 1 : 0);

/** Position, characters deleted there, text inserted there. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

export interface Keystroke {
  readonly agent: Agent;
  /** How many keystrokes of its own the author had made. */
  readonly own: number;
  /** How many keystrokes of the other the author had seen. */
  readonly seen: number;
  readonly patches: readonly Patch[];
}

export interface Trace {
  /** In an order in which each comes after all that its author had seen. */
  readonly keystrokes: readonly Keystroke[];
  /** The text in which the recording ends. */
  readonly endContent: string;
}

interface RecordedFile {
  readonly endContent: string;
  readonly txns: readonly {
    readonly parents: readonly number[];
    readonly agent: number;
    readonly patches: readonly Patch[];
  }[];
}

/** Reads `friendsforever` from the folder of test data. */
export function readTrace(dataFolder: string): Trace {
  const file = gunzipSync(readFileSync(join(dataFolder, 'editing-traces', 'friendsforever.json.gz')));
  const { txns, endContent } = JSON.parse(file.toString('utf8')) as RecordedFile;
  const counts = [0, 0];
  /** After each transaction: how many of either agent its author knows. */
  const known: (readonly [number, number])[] = [];
  const keystrokes = txns.map(({ parents, agent, patches }): Keystroke => {
    if (agent !== 0 && agent !== 1) throw new Error(`the recording has an author ${agent}`);
    const knownOf = (whose: Agent): number => Math.max(0, ...parents.map((at) => known[at]?.[whose] ?? 0));
    const own = counts[agent] ?? 0;
    const seen = knownOf(otherThan(agent));
    if (knownOf(agent) !== own) throw new Error('an author in the recording does not know its own text');
    counts[agent] = own + 1;
    known.push(agent === 0 ? [own + 1, seen] : [seen, own + 1]);
    return { agent, own, seen, patches };
  });
  return { keystrokes, endContent };
}
