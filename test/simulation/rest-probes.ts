/**
 * What is tried out on a world at rest: everybody is connected and has everything, so what changes now must take
 * effect at once, over the connections that are there.
 */
import { contentOf } from '../world/observer-documents.ts';
import type { OperatorStep } from './operator-steps.ts';
import type { World } from './world.ts';

/** How long a right may hold on a live connection after it was taken. */
const AT_ONCE_MS = 1_000;

/** P8: rights that `changeRights` changes reach who is connected, and what may not be read any more leaves. */
export async function probeLiveRights(world: World, changeRights: OperatorStep): Promise<void> {
  const connections = [...world.network.connections];
  await changeRights(world);
  await world.time.advance(AT_ONCE_MS);
  if (connections.some(({ isHealthy }) => !isHealthy)) return;
  world.faults.count('live-rights');
  for (const { name, user, disk } of world.devices) {
    for (const key of disk.durable.keys()) {
      const [table = '', entity = '', id = '', part = ''] = key.split('/');
      if (table !== 'row' && table !== 'part') continue;
      const isRead = world.observed.reads(user, `${entity}/${id}`);
      const isPartRead =
        table === 'row' || part === 'main' || world.observed.readsAttribute(user, entity, part);
      if (isRead && isPartRead) continue;
      world.problems.push(
        `[P8] ${name} holds ${key} over a live connection, which ${user} may not read any more`,
      );
    }
  }
}

/** P7: where several people wrote a field at the same time, each device shows what every one of them wrote. */
export async function probeConflicts(world: World): Promise<void> {
  for (const { entity, id, parts } of world.observed.records.values()) {
    for (const [part, { doc }] of parts) {
      if (world.observed.isText(entity, part)) continue;
      for (const [root, entries] of Object.entries(contentOf(doc, 'registers').roots)) {
        if (entries.length < 2) continue;
        const written = [...entries].map((entry) => JSON.stringify((JSON.parse(entry) as unknown[])[0]));
        await lookAtConflict(world, { entity, id, attribute: root, written });
      }
    }
  }
}

interface WrittenConflict {
  readonly entity: string;
  readonly id: string;
  readonly attribute: string;
  /** The values, as JSON. */
  readonly written: readonly string[];
}

async function lookAtConflict(
  { devices, observed, problems, faults }: World,
  { entity, id, attribute, written }: WrittenConflict,
): Promise<void> {
  for (const { name, user, device, screen } of devices) {
    const isRead =
      observed.reads(user, `${entity}/${id}`) && observed.readsAttribute(user, entity, attribute);
    if (device === undefined || !isRead) continue;
    const row = screen?.rows.get(`${entity}/${id}`);
    if (row === undefined) {
      problems.push(`[P7] ${name} does not show ${entity}/${id}, where several people wrote ${attribute}`);
      continue;
    }
    const handle = await device.open(entity, row.id);
    const conflict = (await handle.conflicts()).find((one) => one.attribute === attribute);
    await handle.close();
    faults.count('conflict-shown');
    const shown = (conflict?.entries ?? []).map(({ value }) => JSON.stringify(value));
    if (shown.sort().join() === [...written].sort().join()) continue;
    problems.push(
      `[P7] ${name} shows ${shown} of ${entity}/${id}.${attribute}, where ${written} were written`,
    );
  }
}
