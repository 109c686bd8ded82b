/** What a form has of one field beyond what the record has. */
import type { Value } from '../../../engine/index.ts';
import type { Problem } from './problem.ts';

/**
 * Something that is not in the record yet.
 *
 * `typing`: it waits for the field to be left, or to be mended. `saving`: it is being stored. `unsaved`: the
 * device could not store it, and it waits to be tried again.
 */
export interface FormEntry {
  readonly state: 'typing' | 'saving' | 'unsaved';
  /** What stands in the field; undefined where the value was chosen and not typed. */
  readonly typed: string | undefined;
  /** What is to be stored; undefined while it is not read. */
  readonly value: Value | undefined;
  readonly problem: Problem | undefined;
}

/** What a field shows by. */
export interface FormField {
  readonly entry: FormEntry | undefined;
  /** The record's value, or what is to take its place. */
  readonly value: Value;
}

/** What fields do with the form that they stand in, whether its record is there or not. */
export interface Form {
  field(name: string): FormField;
  /** What was typed so far. */
  type(name: string, typed: string): void;
  /** The field is left: what was typed is taken, where it is fit to be. */
  leave(name: string): void;
  /** What was typed is given up. */
  restore(name: string): void;
  /** A value that needs no typing. */
  choose(name: string, value: Value): void;
}
