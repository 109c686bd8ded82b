/**
 * Lookups that a change sets or clears: append on the record, append-to on what it names.
 *
 * Invariant: a target that is absent and one that the principal may not read give the same
 * `missing-reference`; only of readable targets does an answer tell more. Where nothing changed, nothing is asked.
 */
import { type EntityIndex, isDirectoryEntity, type Refusal, sameValue, type Values } from '../model/index.ts';
import type { AuthorizeWorld, TraceStep } from './authorize-operation.ts';
import { type AccessQuestion, decideAccess, explainAccess } from './decide-access.ts';
import type { Principal, RecordOwner } from './principal.ts';
import { isReadable } from './readable-record.ts';

export interface ReferenceQuestion {
  readonly principal: Principal;
  readonly index: EntityIndex;
  readonly owner: RecordOwner;
  /** The attributes that the change touches. */
  readonly attributes: readonly string[];
  readonly before: Values;
  readonly after: Values;
}

/** The refusal of the first lookup that may not be set or cleared, in the order of the attributes. */
export function judgeReferences(
  question: ReferenceQuestion,
  world: AuthorizeWorld,
  steps: TraceStep[] | undefined,
): Refusal | undefined {
  const { principal, index, owner, before, after } = question;
  const changed = question.attributes.filter(
    (name) => index.attribute(name)?.type === 'lookup' && !sameValue(before[name], after[name]),
  );
  if (changed.length === 0) return undefined;
  const append = judgeAccess({ principal, index, privilege: 'append', owner }, steps);
  if (append !== undefined) return { ...append, attributes: changed };
  for (const name of changed) {
    const refusal = judgeTarget(question, name, world, steps);
    if (refusal !== undefined) return { ...refusal, attributes: [name] };
  }
  return undefined;
}

function judgeTarget(
  { principal, index, after }: ReferenceQuestion,
  name: string,
  world: AuthorizeWorld,
  steps: TraceStep[] | undefined,
): Refusal | undefined {
  const value = after[name] ?? null;
  if (value === null || typeof value !== 'object') return undefined;
  const target = world.lookup(value.entity, value.id);
  const isDirectory = isDirectoryEntity(value.entity);
  const passed = isDirectory ? target !== undefined : isReadable(principal, target, world);
  steps?.push({ rule: 'reference', entity: index.entity.name, attributes: [name], passed });
  if (!passed) return missingReference();
  const targetIndex = world.metadata.entity(value.entity);
  if (isDirectory || target === undefined || targetIndex === undefined) return undefined;
  return judgeAccess({ principal, index: targetIndex, privilege: 'append-to', owner: target.system }, steps);
}

/** What is referred to is absent or may not be read: one answer. */
export function missingReference(): Refusal {
  return { code: 'missing-reference', reason: 'What the change refers to does not exist.' };
}

/** One question of access as a step of a decision. */
export function judgeAccess(question: AccessQuestion, steps: TraceStep[] | undefined): Refusal | undefined {
  steps?.push(explainAccess(question));
  const access = decideAccess(question);
  return access.allowed ? undefined : { code: access.code, reason: access.reason };
}
