/**
 * Published metadata with what a solution file brings: entries of the same name are replaced, others stay.
 *
 * Invariant: the file's entries stand first, so that a problem's place is its place in the file; and
 * metadata that says the same as what is published is no change.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Metadata } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import { type PublishedMetadata, retypedAttributes } from '../session/index.ts';
import { failed, type Outcome } from './problem.ts';
import type { Solution } from './solution-schema.ts';

type Named = Readonly<Record<string, unknown>> & { readonly name: string };

/** The metadata to publish; undefined where nothing would change. */
export function mergeMetadata(
  published: PublishedMetadata,
  brought: Solution['metadata'],
): Outcome<{ readonly metadata: Metadata | undefined }> {
  const current = published.metadata;
  if (brought === undefined) return { ok: true, metadata: undefined };
  const parsed = parseMetadata({
    version: (current?.version ?? 0) + 1,
    entities: merged(brought.entities, current?.entities),
    optionSets: merged(brought.optionSets, current?.optionSets),
    relationships: merged(brought.relationships, current?.relationships),
  });
  if (!parsed.ok) {
    return failed(parsed.problems.map(({ path, message }) => ({ path: `metadata.${path}`, message })));
  }
  const problems = retypedAttributes(parsed.metadata, published).map(({ entity, attribute, message }) => ({
    path: `metadata.entities[${entity}].attributes[${attribute}]`,
    message,
  }));
  if (problems.length > 0) return failed(problems);
  const isSame = current !== undefined && saysTheSame(parsed.metadata, current);
  return { ok: true, metadata: isSame ? undefined : parsed.metadata };
}

function merged(brought: readonly Named[], current: readonly { readonly name: string }[] = []): unknown[] {
  const names = new Set(brought.map(({ name }) => name));
  return [...brought, ...current.filter(({ name }) => !names.has(name))];
}

function saysTheSame(a: Metadata, b: Metadata): boolean {
  const byName = (list: readonly { readonly name: string }[]) => new Map(list.map((it) => [it.name, it]));
  return (['entities', 'optionSets', 'relationships'] as const).every((list) =>
    isDeepStrictEqual(byName(a[list]), byName(b[list])),
  );
}
