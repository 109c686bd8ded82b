/**
 * What an update would write: register entries and the length of a text, judged value by value.
 *
 * Invariant: every live entry that the update adds is judged, not only the one that wins. An entry
 * that the same update deletes (what was typed before a correction) had to have the form, no more.
 */
import { isStamp, MAX_AHEAD_MS, millisecondsOf, type Stamp } from '../clock/index.ts';
import { type Attribute, checkValue, type EntityIndex, type Refusal, type Value } from '../model/index.ts';
import type { Candidate } from './candidate.ts';
import { countDeleted, type DeletesByClient } from './delete-ranges.ts';
import { type Failure, malformed, type PlacedItem } from './inspect-structs.ts';

/** One register write as it will be live. */
export interface RegisterWrite {
  readonly attribute: string;
  readonly value: Value;
  readonly stamp: Stamp;
}

export type ValueInspection =
  | { readonly ok: true; readonly writes: readonly RegisterWrite[] }
  /** A value that does not fit leaves a placeholder; a wrong form or clock does not. */
  | { readonly ok: false; readonly failure: Failure; readonly leavesPlaceholder: boolean };

export interface RegisterQuestion {
  readonly items: readonly PlacedItem[];
  readonly deletes: DeletesByClient;
  readonly candidate: Candidate;
  readonly index: EntityIndex;
  /** Unix milliseconds of the relay. */
  readonly now: number;
}

/** Judges each live entry of a plain part: one per register, its value canonical, its stamp believable. */
export function inspectRegisters(question: RegisterQuestion): ValueInspection {
  const writes = liveEntries(question);
  if (writes === undefined)
    return refuse(malformed('the update leaves two entries of its own in a register'));
  for (const { attribute, value } of writes) {
    const refusal = judgeValue(question, attribute, value);
    if (refusal) return { ...refuse({ refusal, verdict: 'rejected' }), leavesPlaceholder: true };
  }
  const early = writes.find(({ stamp }) => millisecondsOf(stamp) > question.now + MAX_AHEAD_MS);
  return early ? refuse(clockSkew(early.attribute)) : { ok: true, writes };
}

export interface TextQuestion {
  readonly items: readonly PlacedItem[];
  readonly deletes: DeletesByClient;
  readonly candidate: Candidate;
  /** How many live characters of before the update deletes. */
  readonly deletedLive: number;
}

/** Judges the length of the text, and only where the update makes it longer. */
export function inspectText({ items, deletes, candidate, deletedLive }: TextQuestion): ValueInspection {
  const added = items.reduce((sum, { item }) => sum + item.length - countDeleted(deletes, item), 0);
  if (added <= deletedLive) return { ok: true, writes: [] };
  for (const [name, attribute] of candidate.layout.roots) {
    const length = candidate.doc.getText(name).length + added - deletedLive;
    const most = attribute.type === 'memo' ? attribute.maxLength : 0;
    if (length <= most) continue;
    const reason = `${name} must have at most ${most} characters`;
    const refusal: Refusal = { code: 'invalid-value', reason, attributes: [name] };
    return { ...refuse({ refusal, verdict: 'rejected' }), leavesPlaceholder: true };
  }
  return { ok: true, writes: [] };
}

/** The entries that stay live; undefined where a register gets two of them. */
function liveEntries({ items, deletes }: RegisterQuestion): RegisterWrite[] | undefined {
  const writes: RegisterWrite[] = [];
  const written = new Set<string>();
  for (const { item, root } of items) {
    if (item.content.kind !== 'any') continue;
    for (const [offset, entry] of item.content.values.entries()) {
      const place = { client: item.client, clock: item.clock + offset, length: 1 };
      if (countDeleted(deletes, place) > 0 || !Array.isArray(entry)) continue;
      const [value, stamp]: unknown[] = entry;
      if (written.has(root) || !isStamp(stamp)) return undefined;
      written.add(root);
      // The form was judged with the structs; whether it fits the attribute is asked next.
      writes.push({ attribute: root, value: value as Value, stamp });
    }
  }
  return writes;
}

/** What is stored must be canonical to the letter, or two devices would show one value in two ways. */
function judgeValue({ candidate, index }: RegisterQuestion, name: string, value: Value): Refusal | undefined {
  const attribute: Attribute | undefined = candidate.layout.roots.get(name);
  if (attribute === undefined) return { code: 'internal-error', reason: 'a register without an attribute' };
  const checked = checkValue(attribute, value, index);
  if (!checked.ok) return checked.refusal;
  if (isIdentical(checked.value, value)) return undefined;
  return { code: 'invalid-value', reason: `${name} is not in canonical form`, attributes: [name] };
}

function isIdentical(canonical: Value, sent: Value): boolean {
  if (typeof canonical !== 'object' || canonical === null) return Object.is(canonical, sent);
  if (typeof sent !== 'object' || sent === null) return false;
  return canonical.entity === sent.entity && canonical.id === sent.id;
}

function refuse(failure: Failure): { ok: false; failure: Failure; leavesPlaceholder: boolean } {
  return { ok: false, failure, leavesPlaceholder: false };
}

function clockSkew(attribute: string): Failure {
  const reason = 'the clock of the device is ahead: a stamp lies more than 60 seconds in the future';
  return { refusal: { code: 'clock-skew', reason, attributes: [attribute] }, verdict: 'reform' };
}
