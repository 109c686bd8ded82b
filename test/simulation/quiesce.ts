/**
 * Lets a world come to rest: every trouble is mended, everybody may work and connects, and time passes
 * until nothing is left to be said.
 */
import { ensureDevice, mendDevice, setUpAnew } from './fault-steps.ts';
import { changeRights, enableUsers } from './operator-steps.ts';
import { probeConflicts, probeLiveRights } from './rest-probes.ts';
import type { World } from './world.ts';

const ROUND_MS = 4_000;
const ROUNDS = 100;

/** False when somebody still had something to say after more than six minutes. */
export async function quiesce(world: World): Promise<boolean> {
  world.onArrival = () => undefined;
  world.relayDisk.recover();
  world.isRelayDiskTroubled = false;
  await world.time.advance(1_000);
  await world.startRelay();
  for (const process of world.devices) {
    await mendDevice(world, process);
    await ensureDevice(process);
    process.renewTokens();
  }
  world.network.heal();
  await world.time.advance(1_500);
  await enableUsers(world);
  for (const { device } of world.devices) device?.goOnline();
  if (!(await rest(world))) return false;
  // A new session has to be told where the log ends.
  for (const connection of world.network.connections) connection.drop();
  await world.time.advance(500);
  if (!(await rest(world))) return false;
  await probeConflicts(world);
  await probeLiveRights(world, changeRights);
  await world.time.advance(ROUND_MS);
  world.lookAtTablets();
  return true;
}

async function rest(world: World): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    await world.time.advance(round < 3 ? 500 : ROUND_MS);
    await setUpAnew(world);
    const isAtRest = world.devices.every(
      ({ device }) => device?.status.state === 'ready' && device.status.pending === 0,
    );
    if (isAtRest) {
      await world.time.advance(500);
      return true;
    }
  }
  for (const { name, device } of world.devices) {
    const { state, code, reason, pending } = device?.status ?? {};
    if (state === 'ready' && pending === 0) continue;
    world.problems.push(
      `${name} does not come to rest: ${state} ${code ?? ''} ${reason ?? ''}, ${pending} pending`,
    );
  }
  return false;
}
