/**
 * A change was taken out of the queue: what replaced its values has then replaced what those had replaced.
 *
 * Whoever wrote the later value saw one value in the field. Without this the one below it would come back beside
 * the new one as soon as the later change is formed again: a conflict that nobody made. (As long as its bytes
 * stand, and placeholders for those of the first, the carry maps do the same.)
 */
import type { RegisterIntent } from '../record/index.ts';
import { type OutboxEntry, operationKey, type PendingOperation } from './outbox-entry.ts';
import type { Step } from './step.ts';

/** Has the changes behind `gone` mean what it replaced, where they replaced what it had set. */
export function passOnOverwrites(step: Step, gone: OutboxEntry): void {
  for (const later of step.outbox()) {
    if (later.order < gone.order) continue;
    const operations = later.operations.map((pending) => inherit(pending, gone.operations));
    if (operations.some((one, at) => one !== later.operations[at])) step.putEntry({ ...later, operations });
  }
}

function inherit(pending: PendingOperation, gone: readonly PendingOperation[]): PendingOperation {
  const below = gone.filter((one) => operationKey(one) === operationKey(pending));
  let isChanged = false;
  const intents = Object.entries(pending.intents).map(([part, kept]) => {
    const earlier = below.flatMap(({ intents: of }) => of[part] ?? []);
    const passed = kept.map((intent) => replaceAlso(intent, earlier));
    isChanged ||= passed.some((intent, at) => intent !== kept[at]);
    return [part, passed] as const;
  });
  return isChanged ? { ...pending, intents: Object.fromEntries(intents) } : pending;
}

function replaceAlso(intent: RegisterIntent, earlier: readonly RegisterIntent[]): RegisterIntent {
  const { attribute, deleted } = intent;
  const replaced = earlier.filter(
    ({ attribute: of, set }) => of === attribute && deleted.some(({ stamp }) => stamp === set.stamp),
  );
  if (replaced.length === 0) return intent;
  return { ...intent, deleted: [...deleted, ...replaced.flatMap((one) => one.deleted)] };
}
