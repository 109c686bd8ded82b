/** What goes wrong: connections, processes, disks, clocks, tokens. Each trouble ends by another step, or when all is healed. */
import type { DeviceProcess } from './device-process.ts';
import { update } from './user-steps.ts';
import type { World } from './world.ts';

export type FaultStep = (world: World) => Promise<void>;

const someDevice = (world: World): DeviceProcess => world.pick(world.devices);

const someConnection = (world: World) => {
  const open = world.network.connections.filter(({ isHealthy }) => isHealthy);
  return open.length === 0 ? undefined : world.pick(open);
};

export const drop: FaultStep = async (world) => {
  const connection = someConnection(world);
  if (connection === undefined) return;
  connection.drop();
  world.faults.count('drop');
};

export const halfOpen: FaultStep = async (world) => {
  const connection = someConnection(world);
  if (connection === undefined) return;
  const which = world.random();
  if (which < 0.6) connection.up.isSilent = true;
  if (which > 0.4) connection.down.isSilent = true;
  world.faults.count('half-open');
};

export const slowDown: FaultStep = async (world) => {
  const connection = someConnection(world);
  if (connection === undefined) return;
  connection.latencyMs = world.pick([300, 1_000, 4_000, 12_000]);
  world.faults.count('slow');
};

/** The device lets go of a connection whose frames are still on their way, and comes by another. */
export const changeNetwork: FaultStep = async (world) => {
  const process = someDevice(world);
  const { device } = process;
  const connection = world.network.newest(process.name);
  if (device === undefined || process.isDiskTroubled || connection?.isHealthy !== true) return;
  // What is sent now arrives when the new connection is open, and before its hello ends the old session.
  connection.latencyMs = 10 + Math.floor(world.random() * 50);
  await world.attempt(() => update(world, process, device));
  process.device?.goOffline();
  process.device?.goOnline();
};

export const cutOff: FaultStep = async (world) => {
  const { name } = someDevice(world);
  world.network.cutOff(name);
  for (const connection of world.network.connections) if (connection.device === name) connection.drop();
};

export const reconnect: FaultStep = async (world) => {
  world.network.heal();
};

export const goOffline: FaultStep = async (world) => someDevice(world).device?.goOffline();

export const goOnline: FaultStep = async (world) => {
  for (const { device } of world.devices) device?.goOnline();
};

export const crashRelay: FaultStep = async (world) => {
  if (world.relay === undefined) return;
  await world.killRelay();
  world.faults.count('relay-crash');
  await world.time.advance(Math.floor(world.random() * 3_000));
  await world.startRelay();
};

/** The relay's power goes while it works on a frame that has just arrived. */
export const ambushRelay: FaultStep = async (world) => {
  const ticks = 1 + Math.floor(world.random() * 60);
  world.onArrival = (_device, direction) => {
    if (direction !== 'up') return;
    world.onArrival = () => undefined;
    void afterTicks(ticks).then(async () => {
      if (world.relay === undefined) return;
      await world.killRelay();
      world.faults.count('relay-crash-mid-write');
      world.time.setTimer(500, () => void world.startRelay());
    });
  };
};

export const ambushDevice: FaultStep = async (world) => {
  const { name } = someDevice(world);
  const ticks = 1 + Math.floor(world.random() * 60);
  world.onArrival = (device, direction) => {
    if (direction !== 'down' || device !== name) return;
    world.onArrival = () => undefined;
    void afterTicks(ticks).then(async () => {
      const process = world.device(name);
      if (process.device === undefined) return;
      await process.kill(world.chance(0.5));
      world.faults.count('device-crash-mid-write');
      world.time.setTimer(300, () => void ensureDevice(process));
    });
  };
};

async function afterTicks(ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) await null;
}

export const stallRelayDisk: FaultStep = async (world) => {
  if (world.relay === undefined || world.isRelayDiskTroubled) return;
  world.relayDisk.stallWrites();
  world.isRelayDiskTroubled = true;
  world.faults.count('relay-disk-stall');
};

export const failRelayDisk: FaultStep = async (world) => {
  if (world.relay === undefined || world.isRelayDiskTroubled) return;
  world.relayDisk.failWrites(world.pick(['lost', 'kept']));
  world.isRelayDiskTroubled = true;
  world.faults.count('relay-disk-failure');
};

export const mendRelayDisk: FaultStep = async (world) => {
  world.relayDisk.recover();
  world.isRelayDiskTroubled = false;
};

export const crashDevice: FaultStep = async (world) => {
  const process = someDevice(world);
  if (process.device === undefined) return;
  await process.kill(world.chance(0.5));
  world.faults.count('device-crash');
  await world.time.advance(Math.floor(world.random() * 500));
  await ensureDevice(process);
};

export async function ensureDevice(process: DeviceProcess): Promise<void> {
  if (process.device === undefined && !process.isStarting) await process.start();
}

/** Whoever has a tablet that was wiped finds nothing on it, and sets it up anew. */
export const setUpAnew: FaultStep = async (world) => {
  for (const process of world.devices) {
    if (!process.isWiped || process.isDiskTroubled) continue;
    const left = [...process.disk.durable.keys()];
    if (left.length > 0) world.problems.push(`[P8] ${process.name} was wiped and holds ${left.join(' ')}`);
    world.faults.count('device-wiped');
    await process.kill(true);
    await ensureDevice(process);
  }
};

export const stallDeviceDisk: FaultStep = async (world) => {
  const process = someDevice(world);
  if (process.device === undefined || process.isDiskTroubled) return;
  process.disk.stallWrites();
  process.isDiskTroubled = true;
  world.faults.count('device-disk-stall');
};

export const failDeviceDisk: FaultStep = async (world) => {
  const process = someDevice(world);
  if (process.device === undefined || process.isDiskTroubled) return;
  process.disk.failWrites(world.pick(['lost', 'kept']));
  process.isDiskTroubled = true;
  world.faults.count('device-disk-failure');
};

/** The disk works again; the app is started anew, because a disk that failed is not trusted. */
export async function mendDevice(world: World, process: DeviceProcess): Promise<void> {
  if (!process.isDiskTroubled) return;
  process.disk.recover();
  await world.time.settle();
  await process.kill(true);
  await ensureDevice(process);
}

export const mendDevices: FaultStep = async (world) => {
  for (const process of world.devices) await mendDevice(world, process);
};

export const jumpClock: FaultStep = async (world) => {
  someDevice(world).skewMs += world.pick([
    -86_400_000, -600_000, -30_000, 30_000, 90_000, 3_600_000, 315_360_000_000,
  ]);
  world.faults.count('clock-jump');
};

/** The relay's own time goes wrong, or is put right: forwards or backwards. */
export const jumpRelayClock: FaultStep = async (world) => {
  world.relaySkewMs += world.pick([-86_400_000, -3_600_000, -59_000, -5_000, 5_000, 61_000, 3_600_000]);
  world.faults.count('relay-clock-jump');
};

export const endToken: FaultStep = async (world) => {
  const process = someDevice(world);
  process.tokenMs = 2_000;
  const connection = world.network.newest(process.name);
  connection?.drop();
  world.faults.count('token-end');
  world.time.setTimer(20_000, () => process.renewTokens());
};

export const refuseToken: FaultStep = async (world) => {
  const process = someDevice(world);
  process.isTokenRefused = true;
  world.network.newest(process.name)?.drop();
  world.faults.count('token-refused');
  world.time.setTimer(15_000, () => process.renewTokens());
};
