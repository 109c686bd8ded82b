/**
 * The recording through two devices and a relay, held against plain Yjs at every keystroke.
 *
 * Invariant: before a keystroke its author's editor is as long as what plain Yjs has for the same
 * history; after an exchange it reads the same, and so does
 * the beginning of it that stands in the row.
 */
import { performance } from 'node:perf_hooks';
import { ROW_TEXT_LENGTH } from '../../engine/model/index.ts';
import { Author } from './author.ts';
import { type Exchange, type ExchangePlan, planExchanges } from './exchange-plan.ts';
import { OracleReplay } from './oracle-replay.ts';
import { agents, otherThan, type Trace } from './trace.ts';
import { WritingRoom } from './writing-room.ts';

export interface ReplayEnd {
  /** What the editors of both authors read. */
  readonly contents: readonly string[];
  readonly relayContent: string;
  readonly oracleContents: readonly string[];
  readonly drafts: number;
  readonly pending: number;
  readonly offlinePhases: number;
  readonly summary: string;
}

/** While it is offline an author's typing is stored after that many keystrokes, as time would do it. */
const SAVE_EVERY = 64;

export async function replay(trace: Trace): Promise<ReplayEnd> {
  // Yjs puts the insertion of the smaller client id first where two stand at one place, as the tool did
  // that recorded this with agent 0: so agent 0 enrolls first.
  const room = await WritingRoom.open();
  const first = await Author.join(room, 0);
  const id = await first.begin();
  const second = await Author.join(room, 1);
  const authors = { 0: first, 1: second };
  for (const agent of agents) {
    await authors[agent].open(id);
    await authors[agent].goOffline();
  }

  const oracle = new OracleReplay([1, 2]);
  const plan = planExchanges(trace.keystrokes);
  const milliseconds = { typing: 0, exchanging: 0 };
  const exchange = async (due: Exchange): Promise<void> => {
    const author = authors[due.agent];
    const start = performance.now();
    await author.exchange(due.seen);
    await authors[otherThan(due.agent)].settle();
    if (due.isOfflineAfter) await author.goOffline();
    milliseconds.exchanging += performance.now() - start;
    oracle.see(due.agent, due.seen);
    const expected = oracle.content(due.agent);
    expectSame(due, author.text.toString(), expected);
    expectSame(due, String(author.record.values.text ?? ''), expected.slice(0, ROW_TEXT_LENGTH));
  };

  for (const [at, keystroke] of trace.keystrokes.entries()) {
    const { agent, own, patches } = keystroke;
    const author = authors[agent];
    for (const due of plan.before(at)) await exchange(due);
    if (own % SAVE_EVERY === 0 && author.isOffline) await author.save();
    oracle.see(agent, keystroke.seen);
    if (author.text.length !== oracle.length(agent)) {
      throw new Error(
        `before keystroke ${at} the text is ${author.text.length} long, not ${oracle.length(agent)}`,
      );
    }
    const start = performance.now();
    author.type(patches);
    milliseconds.typing += performance.now() - start;
    oracle.type(keystroke);
  }
  for (const due of plan.before(trace.keystrokes.length)) await exchange(due);
  return {
    contents: agents.map((agent) => authors[agent].text.toString()),
    relayContent: room.content(id),
    oracleContents: agents.map((agent) => oracle.content(agent)),
    drafts: sum(agents, (agent) => authors[agent].device.drafts().length),
    pending: sum(agents, (agent) => authors[agent].device.status.pending),
    offlinePhases: sum(agents, (agent) => authors[agent].offlinePhases),
    summary: summary(trace, plan, milliseconds),
  };
}

function expectSame({ agent, own, seen }: Exchange, content: string, expected: string): void {
  if (content === expected) return;
  throw new Error(`author ${agent} reads another text after ${own} own and ${seen} other keystrokes`);
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}

function summary(
  { keystrokes }: Trace,
  { count: exchanges }: ExchangePlan,
  milliseconds: { readonly typing: number; readonly exchanging: number },
): string {
  const typing = ((milliseconds.typing * 1_000) / keystrokes.length).toFixed(1);
  const exchanging = (milliseconds.exchanging / exchanges).toFixed(2);
  return `${keystrokes.length} keystrokes at ${typing} µs, ${exchanges} exchanges at ${exchanging} ms`;
}
