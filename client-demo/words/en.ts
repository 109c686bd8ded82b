/**
 * English: every word that the pages show, in one tree. A further language is one more object of this shape.
 *
 * Sentence case, verbs on buttons. What holds a number or a name is a function of it.
 */
import { drafts } from './en/drafts.ts';
import { record } from './en/record.ts';
import { shell } from './en/shell.ts';
import { showcase } from './en/showcase.ts';

export const en = {
  /** The language tag, for `lang` and for `Intl`. */
  language: 'en',
  shell,
  record,
  drafts,
  showcase,
};
