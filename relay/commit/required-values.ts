/** Required attributes: on a new record all of them, on a known one those that the change touched. */
import type { EntityIndex, Refusal, Values } from '../../engine/model/index.ts';

/** The refusal that names the required attributes left empty; undefined where there is none. */
export function missingRequired(
  { entity, attribute }: EntityIndex,
  after: Values,
  kind: 'create' | 'update',
): Refusal | undefined {
  const isEmpty = (name: string): boolean => (after[name] ?? null) === null;
  const missing =
    kind === 'create'
      ? entity.attributes.filter(({ required, name }) => required && isEmpty(name)).map(({ name }) => name)
      : Object.keys(after).filter((name) => attribute(name)?.required === true && isEmpty(name));
  if (missing.length === 0) return undefined;
  return { code: 'required-missing', reason: 'A required attribute would be empty.', attributes: missing };
}
