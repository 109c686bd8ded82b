/**
 * An entry of the relay's audit in words.
 *
 * Invariant: no code, no id and no value is in them; names and labels are.
 */
import type { Words } from '../words/index.ts';
import type { FeedEntry, FeedRecord } from './feed-entry.ts';

export interface SaidEntry {
  readonly tone: 'accepted' | 'refused' | 'office' | 'tablet';
  readonly text: string;
}

type FeedWords = Words['showcase']['feed'];

/** What the entry says; undefined for what nobody did and nobody sees. */
export function saidEntry(entry: FeedEntry, words: FeedWords): SaidEntry | undefined {
  const who = entry.userName ?? words.someone;
  switch (entry.kind) {
    case 'accepted':
      if (entry.isImport) return { tone: 'office', text: words.imported };
      return { tone: 'accepted', text: saidChange(entry, who, words) };
    case 'rejected':
      return {
        tone: 'refused',
        text: words.refusal(who, saidRecords(entry.about, words), saidReason(entry, who, words)),
      };
    case 'reform':
      return { tone: 'refused', text: words.again(who, saidRecords(entry.about, words)) };
    case 'directory':
      return { tone: 'office', text: saidRights(entry, words) };
    case 'metadata':
      return { tone: 'office', text: words.published };
    case 'device':
      return { tone: 'office', text: words.revoked };
    case 'incarnation':
      return { tone: 'office', text: words.restored };
    case 'enrolled':
      return { tone: 'tablet', text: words.joined(who) };
    default:
      return undefined;
  }
}

function saidChange({ about, operations = [] }: FeedEntry, who: string, words: FeedWords): string {
  const what = saidRecords(about, words);
  const kinds = new Set(operations.map(({ kind }) => kind));
  if (kinds.has('create')) return words.create(who, what);
  if (kinds.has('delete')) return words.delete(who, what);
  if (kinds.has('assign')) return words.assign(who, what);
  if (kinds.has('set-state')) return words.state(who, what);
  return words.change(who, what, [...new Set(about.flatMap(({ attributes }) => attributes))]);
}

function saidRecords([first, ...more]: readonly FeedRecord[], words: FeedWords): string {
  if (first === undefined) return words.something;
  const name = first.name ?? words.nameless(first.entityLabel);
  return more.length === 0 ? name : words.several(name, more.length);
}

function saidReason({ code, refused }: FeedEntry, who: string, { why }: FeedWords): string {
  switch (code) {
    case 'column-secured':
    case 'attribute-removed':
      return refused.length === 0 ? why.privilege(who) : why.column(who, refused);
    case 'privilege-missing':
      return why.privilege(who);
    case 'access-missing':
      return why.access(who);
    case 'record-gone':
    case 'missing-reference':
      return why.gone(who);
    case 'invalid-value':
    case 'required-missing':
      return refused.length === 0 ? why.other : why.value(refused);
    case 'depends-on-rejected':
      return why.depends;
    default:
      return why.other;
  }
}

function saidRights({ rights }: FeedEntry, words: FeedWords): string {
  const [first] = rights;
  const [who] = first?.users ?? [];
  // A profile of several people is more than one sentence could say.
  if (first === undefined || who === undefined || rights.length > 1 || first.users.length > 1)
    return words.rights;
  return first.mayUpdate ? words.mayNow(who, first.label) : words.mayNoMore(who, first.label);
}
