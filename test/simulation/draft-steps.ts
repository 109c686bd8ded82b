/**
 * What people do with their drafts: send them again, mend them, leave something out, or give them up.
 *
 * Invariant: as in `user-steps`: the ledger learns of every value what its author saw.
 */
import type { Device } from '../../engine/device/index.ts';
import type { DeviceProcess } from './device-process.ts';
import { markersIn } from './ledger.ts';
import { decimals, keep, seenOf, texts, tokenAttributes, type UserStep } from './user-steps.ts';
import type { World } from './world.ts';

/** Looks at a draft: sends it again, mends it, leaves something out, or gives it up. */
export const workOnDraft: UserStep = async (world, process, device) => {
  const drafts = device.drafts();
  if (drafts.length === 0) return;
  const draft = world.pick(drafts);
  const wanted = draft.operations.flatMap(({ entity, id, wanted: values }) =>
    Object.entries(values).map(([attribute, value]) => ({ entity, id, attribute, value })),
  );
  await noteSeen(world, process, device);
  const tokens = wanted.flatMap(({ attribute, value }) =>
    typeof value !== 'string' ? [] : texts.has(attribute) ? markersIn(value) : [value],
  );
  const own = tokens.flatMap((token) => world.ledger.typed.get(token) ?? []);
  const chosen = world.random();
  if (chosen < 0.15) {
    await draft.discard();
    for (const typed of own) if (typed.device === process.name) typed.isGivenUp = true;
    return;
  }
  for (const { entity, id, kind } of draft.operations) {
    if (chosen < 0.5 || kind !== 'create') world.ledger.breakGroups(`${entity}/${id}`);
  }
  const shorts = wanted.filter(({ attribute }) => tokenAttributes.account?.includes(attribute) === true);
  const [target] = shorts;
  if (chosen < 0.3 && target !== undefined) {
    const left = own.filter(
      ({ attribute, device: author }) => attribute === target.attribute && author === process.name,
    );
    await draft.retryWithout([target.attribute]);
    for (const typed of left) typed.isGivenUp = true;
  } else if (chosen < 0.5 && target !== undefined && !decimals.has(target.attribute)) {
    const { entity, id, attribute } = target;
    const token = world.ledger.newMarker();
    const before = device.get(entity, id)?.values[attribute];
    const seen = [target.value, before].filter((value) => typeof value === 'string');
    const typed = world.ledger.note(
      { token, device: process.name, entity, id, attribute, isText: false },
      seen,
    );
    await draft.edit({ [attribute]: token }, id);
    keep([typed]);
    // What hangs under the draft is sent behind it, and overwrites it where both set the same: by their order.
    for (const later of device.drafts().filter(({ dependsOn }) => dependsOn !== null)) {
      for (const operation of later.operations.filter((one) => one.id === id)) {
        world.ledger.typed.get(String(operation.wanted[attribute]))?.seen.add(token);
      }
    }
    await noteSeen(world, process, device);
    await draft.retry();
  } else await draft.retry();
  world.faults.count('draft-retry');
};

/** What is retried overwrites what is on screen then. */
async function noteSeen(world: World, process: DeviceProcess, device: Device): Promise<void> {
  for (const draft of device.drafts()) {
    for (const { entity, id, wanted } of draft.operations) {
      const row = device.get(entity, id);
      if (row === undefined) continue;
      const seen = await seenOf(world, device, row);
      for (const [attribute, value] of Object.entries(wanted)) {
        const typed = typeof value === 'string' ? world.ledger.typed.get(value) : undefined;
        if (typed?.device !== process.name) continue;
        for (const token of seen(attribute)) if (token !== typed.token) typed.seen.add(token);
      }
    }
  }
}
