/**
 * Required attributes: on a new record all of them, on a known one those that the change touched.
 *
 * Invariant: a column that the author may not read is asked of them no more than one that does not exist.
 */
import type { EntityIndex, Refusal, Values } from '../../engine/model/index.ts';
import { type Principal, refuseUnknownAttributes } from '../../engine/security/index.ts';

/** The refusal that names the required attributes left empty; undefined where there is none. */
export function missingRequired(
  principal: Principal,
  index: EntityIndex,
  after: Values,
  kind: 'create' | 'update',
): Refusal | undefined {
  const isEmpty = (name: string): boolean => (after[name] ?? null) === null;
  const empty =
    kind === 'create'
      ? index.entity.attributes
          .filter(({ required, name }) => required && isEmpty(name))
          .map(({ name }) => name)
      : Object.keys(after).filter((name) => index.attribute(name)?.required === true && isEmpty(name));
  const unknown = refuseUnknownAttributes(principal, index, empty)?.attributes ?? [];
  const missing = empty.filter((name) => !unknown.includes(name));
  if (missing.length === 0) return undefined;
  return { code: 'required-missing', reason: 'A required attribute would be empty.', attributes: missing };
}
