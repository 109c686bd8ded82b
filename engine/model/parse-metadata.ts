/**
 * Metadata from outside: the schema, and the rules that a schema can't say.
 *
 * Invariant: what is accepted is consistent by itself. Takes anything and throws nothing; each
 * problem names its place. Only the relay and its tools import this file: it brings the schema library.
 */

import { type Metadata, metadataSchema } from './metadata.ts';
import { consistencyProblems } from './metadata-consistency.ts';

/** What is wrong, and where: `entities[2].attributes[0].maxLength`; empty for the whole. */
export interface MetadataProblem {
  readonly path: string;
  readonly message: string;
}

export type ParsedMetadata =
  | { readonly ok: true; readonly metadata: Metadata }
  | { readonly ok: false; readonly problems: readonly MetadataProblem[] };

/** The most problems that one answer names; more help nobody. */
export const MAX_PROBLEMS = 100;
const MAX_MESSAGE_LENGTH = 300;

/**
 * Parses and checks metadata.
 *
 * @param input Anything, usually parsed JSON.
 * @returns metadata with every default filled in, or up to 100 problems in the order of the input.
 */
export function parseMetadata(input: unknown): ParsedMetadata {
  const parsed = metadataSchema.safeParse(input);
  const problems = parsed.success
    ? consistencyProblems(parsed.data)
    : parsed.error.issues
        .slice(0, MAX_PROBLEMS)
        .map((issue) => ({ path: pathText(issue.path), message: issue.message }));
  if (parsed.success && problems.length === 0) return { ok: true, metadata: parsed.data };
  return { ok: false, problems: problems.slice(0, MAX_PROBLEMS).map(shortened) };
}

function shortened(problem: MetadataProblem): MetadataProblem {
  return {
    path: problem.path.slice(0, MAX_MESSAGE_LENGTH),
    message: problem.message.slice(0, MAX_MESSAGE_LENGTH),
  };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
