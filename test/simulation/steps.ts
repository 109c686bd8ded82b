/** The steps of a world and how often each is taken. */

import { workOnDraft } from './draft-steps.ts';
import * as faults from './fault-steps.ts';
import * as operators from './operator-steps.ts';
import * as publishing from './publish-steps.ts';
import { typeBehindRefusal } from './refused-typing-steps.ts';
import * as users from './user-steps.ts';
import type { World } from './world.ts';

const userSteps: readonly (readonly [number, users.UserStep])[] = [
  [22, users.create],
  [40, users.update],
  [20, users.type],
  [4, users.append],
  [10, users.transact],
  [5, users.remove],
  [3, users.setState],
  [4, users.assign],
  [14, workOnDraft],
];

const otherSteps: readonly (readonly [number, (world: World) => Promise<void>])[] = [
  [4, operators.changeRoles],
  [3, operators.changeTeams],
  [2, operators.changeUnits],
  [2, operators.changeColumnRights],
  [1.5, operators.disableUser],
  [0.7, operators.revokeDevice],
  [3, publishing.publishAttribute],
  [2, publishing.switchEntity],
  [2, publishing.withdrawEntity],
  [4, typeBehindRefusal],
  [6, faults.drop],
  [3, faults.halfOpen],
  [4, faults.slowDown],
  [5, faults.changeNetwork],
  [2, faults.cutOff],
  [4, faults.reconnect],
  [3, faults.goOffline],
  [5, faults.goOnline],
  [2, faults.crashRelay],
  [2, faults.ambushRelay],
  [3, faults.ambushDevice],
  [1, faults.stallRelayDisk],
  [1, faults.failRelayDisk],
  [4, faults.mendRelayDisk],
  [2, faults.crashDevice],
  [1, faults.stallDeviceDisk],
  [1, faults.failDeviceDisk],
  [3, faults.mendDevices],
  [2, faults.setUpAnew],
  [2, faults.jumpClock],
  [2, faults.jumpRelayClock],
  [1.5, faults.endToken],
  [1.5, faults.refuseToken],
];

function choose<T>(world: World, weighted: readonly (readonly [number, T])[]): T {
  let rest = world.random() * weighted.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, step] of weighted) {
    rest -= weight;
    if (rest < 0) return step;
  }
  throw new Error('nothing was chosen');
}

/** One step of somebody, and some time after it. */
export async function takeStep(world: World): Promise<void> {
  if (world.chance(0.62)) await takeUserStep(world);
  else await choose(world, otherSteps)(world);
  await world.time.advance(someTime(world));
  world.lookAtTablets();
}

async function takeUserStep(world: World): Promise<void> {
  const process = world.pick(world.devices);
  const step = choose(world, userSteps);
  const { device } = process;
  // With a disk that does not answer, what is seen and what is written could lie far apart.
  if (device === undefined || process.isDiskTroubled) return;
  await world.time.settle();
  await world.attempt(() => step(world, process, device));
}

/** Mostly a moment, sometimes a while, seldom long enough for pings and time-outs. */
function someTime(world: World): number {
  const kind = world.random();
  if (kind < 0.35) return 0;
  if (kind < 0.8) return Math.floor(world.random() * 150);
  if (kind < 0.97) return Math.floor(world.random() * 3_000);
  return Math.floor(world.random() * 70_000);
}
