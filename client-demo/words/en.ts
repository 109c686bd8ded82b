/**
 * English: every word that the pages show, in one tree. A further language is one more object of this shape.
 *
 * Sentence case, verbs on buttons. What holds a number or a name is a function of it.
 */
import { drafts } from './en/drafts.ts';
import { list } from './en/list.ts';
import { record } from './en/record.ts';
import { shell } from './en/shell.ts';
import { showcase } from './en/showcase.ts';
import { settings, sync } from './en/sync.ts';

export const en = {
  /** The language tag, for `lang` and for `Intl`. */
  language: 'en',
  shell,
  list,
  record,
  drafts,
  sync,
  settings,
  showcase,
};
