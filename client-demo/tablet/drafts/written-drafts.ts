/** Drafts as a text that a person can read without this app: what *Export* saves and *Copy text* copies. */
import type { Device, DraftHandle } from '../../../engine/index.ts';
import type { Showing } from '../record/show-value.ts';
import { draftRecords } from './draft-lines.ts';
import { draftReason, draftTitle } from './said-draft.ts';

/** All of the drafts, with when and why, and what was there and is there. */
export function exportedDrafts(
  drafts: readonly DraftHandle[],
  device: Device,
  showing: Showing,
  now: number,
): string {
  const { words } = showing;
  const head = [words.drafts.export.title, words.drafts.export.made(dated(now, showing))];
  const each = drafts.map((draft) => [
    draftTitle(draft, device, showing),
    words.drafts.export.refused(dated(draft.since, showing)),
    `${words.drafts.export.why}: ${draftReason(draft, drafts, device, showing)}`,
    ...draftRecords(draft, device, showing).flatMap(({ name, entity, lines }) => [
      '',
      `${entity}: ${name}`,
      ...lines.flatMap(({ label, before, wrote, now: current }) => [
        `  ${label}`,
        ...(before === undefined ? [] : [indented(words.drafts.before, before)]),
        indented(words.drafts.wrote, wrote),
        ...(current === undefined ? [] : [indented(words.drafts.now, current)]),
      ]),
    ]),
  ]);
  return `${[head, ...each].map((lines) => lines.join('\n')).join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}

/** What its author wrote in one draft. */
export function copiedDraft(draft: DraftHandle, device: Device, showing: Showing): string {
  const lines = draftRecords(draft, device, showing).flatMap((record) => record.lines);
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return only.wrote;
  return lines.map(({ label, wrote }) => `${label}: ${wrote}`).join('\n');
}

/** With the day: a file is read on another one. */
function dated(ms: number, { locale, zone }: Showing): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
    ms,
  );
}

/** Further lines of a text stand below its first. */
function indented(heading: string, text: string): string {
  const start = `    ${heading}: `;
  return start + text.replaceAll('\n', `\n${' '.repeat(start.length)}`);
}
