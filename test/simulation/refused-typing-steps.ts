/**
 * People who go on typing in a text while the relay refuses what they typed there before: what was refused
 * becomes a draft, what stands behind it must stay, on screen and in the record, however often the text is opened.
 */
import type { Device } from '../../engine/device/index.ts';
import { asId, type RecordId } from '../../engine/model/index.ts';
import type { DeviceProcess } from './device-process.ts';
import { anyRow, keep, newId } from './user-steps.ts';
import type { World } from './world.ts';

const ATTRIBUTE = 'notes';

/** Names an account that is not there beside what is typed, and types on before and after the verdict. */
export async function typeBehindRefusal(world: World): Promise<void> {
  const process = world.pick(world.devices);
  const { device } = process;
  if (device === undefined || process.isDiskTroubled) return;
  await world.time.settle();
  const id = device.status.state === 'ready' ? someContact(world, device) : undefined;
  if (id === undefined) return;
  await world.attempt(() => typeBesideWrongLink(world, process, device, id));
  for (let more = 0; more < 3; more++) {
    await world.time.advance(world.pick([0, 0, 5, 60]));
    if (process.device !== device || process.isDiskTroubled) return;
    await world.attempt(() => typeAndOpenAgain(world, process, device, id));
  }
}

function someContact(world: World, device: Device): RecordId | undefined {
  try {
    return anyRow(world, device, ['contact'])?.id;
  } catch {
    return undefined;
  }
}

async function typeBesideWrongLink(
  world: World,
  process: DeviceProcess,
  device: Device,
  id: RecordId,
): Promise<void> {
  const handle = await device.open('contact', id);
  const token = world.ledger.newMarker();
  const typed = world.ledger.note(
    { token, device: process.name, entity: 'contact', id, attribute: ATTRIBUTE, isText: true },
    [],
  );
  const account = { entity: 'account', id: newId(world) };
  await handle.set({ account, [ATTRIBUTE]: `${handle.text(ATTRIBUTE).toString()}${token}` });
  keep([typed]);
  await handle.close();
  world.faults.count('wrong-link');
}

/** Types something, closes the text and opens it again: it must read as it did. */
async function typeAndOpenAgain(
  world: World,
  process: DeviceProcess,
  device: Device,
  id: RecordId,
): Promise<void> {
  const open = process.open.get(`contact/${id}`);
  process.open.delete(`contact/${id}`);
  const handle = open ?? (await device.open('contact', id));
  const token = world.ledger.newMarker();
  const typed = world.ledger.note(
    { token, device: process.name, entity: 'contact', id, attribute: ATTRIBUTE, isText: true },
    [],
  );
  const text = handle.text(ATTRIBUTE);
  text.insert(text.toString().length, token);
  await handle.flush();
  keep([typed]);
  const before = handle.text(ATTRIBUTE).toString();
  await handle.close();
  const again = await device.open('contact', asId(id));
  const after = again.text(ATTRIBUTE).toString();
  process.open.set(`contact/${id}`, again);
  if (before === after) return;
  world.problems.push(
    `[P7] ${ATTRIBUTE} of contact/${id} read ${before} on ${process.name}, and ${after} when opened again`,
  );
}
