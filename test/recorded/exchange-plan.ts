/**
 * When two authors exchange what they wrote, so that each keystroke is made on exactly the history
 * that the recording says.
 *
 * An author sends when the other one saw just what it has written so far: later would be too much. Since
 * both do, what one sends crosses what the other does, and an author may have to take a part of what
 * is on its way to it and leave the rest: then its line stays open and the rest waits on it. Where
 * nothing waits, the author is offline until it exchanges again.
 */
import { type Agent, agents, type Keystroke, otherThan } from './trace.ts';

export interface Exchange {
  readonly agent: Agent;
  /** How many of its own keystrokes the author has made; all of them are sent. */
  readonly own: number;
  /** How many of the other's keystrokes it has seen afterwards. */
  readonly seen: number;
  /** Whether the author is offline from here to its next exchange, or for good. */
  readonly isOfflineAfter: boolean;
}

export interface ExchangePlan {
  /** How many there are. */
  readonly count: number;
  /** What is exchanged right before the keystroke with that index; behind the last one with their number. */
  before(index: number): readonly Exchange[];
}

interface Draft extends Omit<Exchange, 'isOfflineAfter'> {
  readonly at: number;
  /** How many of the other's keystrokes the relay had when the exchange began. */
  readonly offered: number;
}

export function planExchanges(keystrokes: readonly Keystroke[]): ExchangePlan {
  const drafts = draftExchanges(keystrokes);
  const exchanges = new Map<number, Exchange[]>();
  const ofAgents = agents.map((agent) => drafts.filter((draft) => draft.agent === agent));
  const passed = [0, 0];
  for (const { at, agent, own, seen } of drafts) {
    const index = passed[agent] ?? 0;
    passed[agent] = index + 1;
    const isOfflineAfter = takesAll(ofAgents[agent] ?? [], index + 1);
    exchanges.set(at, [...(exchanges.get(at) ?? []), { agent, own, seen, isOfflineAfter }]);
  }
  return { count: drafts.length, before: (index) => exchanges.get(index) ?? [] };
}

/** On a new line the relay sends all that it has at once: it may if the author sees all of it next. */
function takesAll(drafts: readonly Draft[], index: number): boolean {
  const offered = drafts[index]?.offered ?? 0;
  const next = drafts.slice(index).find(({ seen }) => seen > (drafts[index - 1]?.seen ?? 0));
  return next === undefined || offered <= next.seen;
}

function draftExchanges(keystrokes: readonly Keystroke[]): Draft[] {
  const shown = shownCounts(keystrokes);
  const drafts: Draft[] = [];
  const sent = [0, 0];
  const seen = [0, 0];
  const made = [0, 0];
  const add = (at: number, agent: Agent, sees: number): void => {
    const own = made[agent] ?? 0;
    drafts.push({ at, agent, own, seen: sees, offered: sent[otherThan(agent)] ?? 0 });
    sent[agent] = own;
    seen[agent] = sees;
  };
  const see = (at: number, agent: Agent, sees: number): void => {
    const other = otherThan(agent);
    if ((sent[other] ?? 0) < sees) add(at, other, seen[other] ?? 0);
    add(at, agent, sees);
  };
  keystrokes.forEach((keystroke, at) => {
    const { agent, own } = keystroke;
    const isLastChance = shown[agent]?.has(own) === true && sent[agent] !== own;
    if (keystroke.seen !== seen[agent]) see(at, agent, keystroke.seen);
    else if (isLastChance) add(at, agent, keystroke.seen);
    made[agent] = own + 1;
  });
  for (const agent of agents) see(keystrokes.length, agent, made[otherThan(agent)] ?? 0);
  return drafts;
}

/** Of either agent: after how many of its keystrokes the other one looked. */
function shownCounts(keystrokes: readonly Keystroke[]): readonly ReadonlySet<number>[] {
  const shown = [new Set<number>(), new Set<number>()];
  for (const { agent, seen } of keystrokes) shown[otherThan(agent)]?.add(seen);
  return shown;
}
