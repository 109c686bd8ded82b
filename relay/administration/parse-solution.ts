/**
 * A solution file from outside: JSON, the schema, and names that stand twice.
 *
 * Takes any text and throws nothing; every problem names its place. What depends on the organization
 * (names that must exist there, metadata that is published) is `planSolution`'s to check.
 */
import type { z } from 'zod';
import { scanJson } from './json-scan.ts';
import { failed, type Outcome, type Problem } from './problem.ts';
import { type Solution, solutionSchema } from './solution-schema.ts';

/** The longest solution file that is looked at, in characters. */
export const MAX_SOLUTION_LENGTH = 32 * 2 ** 20;

/** Parses and checks the text of a solution file. */
export function parseSolution(text: string): Outcome<{ readonly solution: Solution }> {
  if (text.length > MAX_SOLUTION_LENGTH) return failed([{ path: '', message: 'the file is too long' }]);
  const scanned = scanJson(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (!('value' in scanned)) return failed([scanned]);
  const parsed = solutionSchema.safeParse(scanned.value);
  if (!parsed.success) return failed(schemaProblems(parsed.error));
  const problems = repeatedNames(parsed.data);
  return problems.length > 0 ? failed(problems) : { ok: true, solution: parsed.data };
}

/** The problems of a schema, each with its place. */
export function schemaProblems(error: z.ZodError): readonly Problem[] {
  return error.issues.map(({ path, message }) => ({ path: pathText(path), message }));
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function repeatedNames(solution: Solution): Problem[] {
  return (['businessUnits', 'roles', 'teams', 'users', 'columnProfiles'] as const).flatMap((list) => {
    const seen = new Set<string>();
    return solution[list].flatMap(({ name }, place) => {
      if (seen.has(name)) return [{ path: `${list}[${place}].name`, message: `${name} stands twice` }];
      seen.add(name);
      return [];
    });
  });
}
