/**
 * What the terminal client says for people: records with the values that stand beside each other, where the
 * device stands, drafts with what they are about.
 *
 * Invariant: nothing that needs someone's decision is left to `--json`.
 */
import type { DraftHandle, SyncStatus, ViewRow } from '../../engine/device/index.ts';
import type { Values } from '../../engine/model/index.ts';
import type { Conflict } from '../../engine/record/index.ts';
import { printable, table } from './table.ts';

/** A record, one attribute a line, and the values of fields that several people wrote at the same time. */
export function rowText(row: ViewRow, conflicts: readonly Conflict[]): string {
  const { entity, id, values, system, isPending } = row;
  const facts: Values = { statecode: system.statecode, version: system.versionnumber };
  const lines = Object.entries({ ...values, ...facts }).map(([name, value]) => [name, value]);
  const head = `${entity} ${id}${isPending ? ' (not confirmed yet)' : ''}`;
  const beside = conflicts.map(({ attribute, entries }) => {
    const [winner, ...others] = entries.map(({ value }) => printable(value) || 'nothing');
    return `${attribute} was written at the same time: ${winner} stands, beside it ${others.join(', ')}`;
  });
  return [head, table(['attribute', 'value'], lines, { isTerminal: false }), ...beside].join('\n');
}

/** Where the device stands, in one line. */
export function statusText({ state, code, reason, pending, drafts }: SyncStatus): string {
  const why = code === null ? '' : ` (${code}: ${printable(reason)})`;
  return `${state}${why}; ${pending} pending, ${drafts} drafts`;
}

/** Each draft with its reason, and below it what was there and what was wanted. */
export function draftsText(drafts: readonly DraftHandle[]): string {
  if (drafts.length === 0) return 'none';
  return drafts.map(draftText).join('\n');
}

function draftText({ id, why, since, dependsOn, operations }: DraftHandle): string {
  const behind = dependsOn === null ? '' : `, builds on ${dependsOn}`;
  const refused = why.attributes.length === 0 ? '' : ` (${why.attributes.join(', ')})`;
  const head = `${id} ${new Date(since).toISOString()}${behind}\n  ${why.code}: ${printable(why.reason)}${refused}`;
  const lines = operations.map(({ kind, entity, id: record, before, wanted, ownerid, statecode }) => {
    const names = Object.keys(wanted);
    const rows = names.map((name) => [`    ${name}`, before[name] ?? '–', wanted[name] ?? '–']);
    const governed = [ownerid, statecode].filter((value) => value !== null).map((value) => ` → ${value}`);
    const what = `  ${kind} ${entity} ${record}${governed.join('')}`;
    if (rows.length === 0) return what;
    return `${what}\n${table(['    attribute', 'was', 'wanted'], rows, { isTerminal: false })}`;
  });
  return [head, ...lines].join('\n');
}
