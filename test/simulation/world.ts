/**
 * A world that one seed decides: an organization, a relay, three to eight tablets, their network and disks,
 * and the observer beside them.
 *
 * Invariants: all chance comes from the seed, all time is virtual; the observer learns of the relay only by
 * what is durable on its disk, read when a moment is over.
 */
import { RejoinError } from '../../engine/model/index.ts';
import { LossyLevel } from '../world/lossy-level.ts';
import { ObservedRelay } from '../world/observer-relay.ts';
import { seededRandom } from '../world/virtual-time.ts';
import { DeviceProcess } from './device-process.ts';
import { FaultCounts } from './faults.ts';
import { FrameWatch } from './frame-watch.ts';
import { GroupWatch } from './group-watch.ts';
import { Ledger } from './ledger.ts';
import { metadataOf, optionalAttributes, type Shape } from './metadata.ts';
import { Network } from './network.ts';
import { directoryChanges, ORGANIZATION, userId } from './organization.ts';
import { RelayProcess } from './relay-process.ts';
import { ScreenWatch } from './screen-watch.ts';
import { SecretsWatch } from './secrets-watch.ts';
import { SimulationTime } from './simulation-time.ts';

export interface WorldOptions {
  readonly seed: number;
  /** 3 to 8 by the seed where absent. */
  readonly devices?: number | undefined;
}

export class World {
  readonly seed: number;
  readonly random: () => number;
  readonly time = new SimulationTime();
  readonly ledger = new Ledger();
  readonly faults = new FaultCounts();
  readonly observed = new ObservedRelay();
  readonly watch: FrameWatch;
  readonly groups: GroupWatch;
  readonly screens = new ScreenWatch();
  readonly secrets = new SecretsWatch(this.ledger);
  readonly network: Network;
  readonly devices: readonly DeviceProcess[];
  readonly users: number;
  /** What was published last. */
  shape: Shape;
  readonly #chance: () => number;
  readonly #flushAtBatches: number;
  readonly #few: { readonly maxPartClients: number; readonly maxRangeRecords: number };
  readonly problems: string[] = [];
  #lives = 0;
  #isStarting = false;
  relay: RelayProcess | undefined;
  relayDisk: LossyLevel;
  isRelayDiskTroubled = false;
  /** How far the relay's clock is off. */
  relaySkewMs = 0;
  /** Called right before a frame is handed over: where crashes lie in wait. */
  onArrival: (device: string, direction: 'up' | 'down') => void = () => undefined;

  constructor({ seed, devices }: WorldOptions) {
    this.seed = seed;
    this.random = seededRandom(seed);
    this.#chance = seededRandom(seed ^ 0x5eed);
    this.#flushAtBatches = this.pick([2, 10, 1_000]);
    this.#few = { maxPartClients: this.pick([2, 4, 50]), maxRangeRecords: this.pick([1, 2, 5]) };
    this.relayDisk = new LossyLevel(this.#chance);
    const count = devices ?? 3 + Math.floor(this.random() * 6);
    const optional = Object.entries(optionalAttributes).flatMap(([entity, attributes]) =>
      attributes.map(({ name }) => `${entity}.${name}`),
    );
    const attributes = new Set(optional.filter(() => this.chance(0.5)));
    this.shape = { attributes, switchedOff: new Set(), withdrawn: new Set() };
    this.users = Math.max(2, Math.ceil(count * 0.7));
    const { time, faults, observed, ledger } = this;
    this.watch = new FrameWatch({
      ...{ observed, ledger, faults, now: () => time.now },
      userOf: (name) => this.device(name).user,
      pendingOf: (name) => this.device(name).device?.status.pending ?? 0,
      onStored: (name) => this.groups.lookAtDisk(this.device(name)),
    });
    this.network = new Network({
      ...{ time, faults, random: this.#chance },
      accept: (socket) => {
        this.relay?.accept(socket);
        return this.relay !== undefined;
      },
      onFrame: (connection, direction, moment, bytes) => {
        this.watch.take(connection, direction, moment, bytes);
        if (moment === 'arrived') this.onArrival(connection.device, direction);
      },
    });
    this.devices = Array.from({ length: count }, (_, number) => this.#newDevice(number));
    this.groups = new GroupWatch(this);
    time.whenSettled(() => this.#settled());
  }

  /** Relay, directory, metadata; then every tablet is switched on. */
  async begin(): Promise<void> {
    await this.startRelay();
    const { organization } = this.runningRelay;
    for (const change of directoryChanges(this.users, this.random)) {
      const refused = await organization.changeDirectory(change, null);
      if (typeof refused !== 'number') throw new Error(`${change.kind}: ${refused.reason}`);
    }
    await organization.publish(metadataOf(1, this.shape), null);
    for (const device of this.devices) await device.start();
    await this.time.advance(2_000);
  }

  device(name: string): DeviceProcess {
    const found = this.devices.find((device) => device.name === name);
    if (found === undefined) throw new Error(`there is no device ${name}`);
    return found;
  }

  get runningRelay(): RelayProcess {
    if (this.relay === undefined) throw new Error('the relay does not run');
    return this.relay;
  }

  /** Starts the relay unless it runs or begins to. */
  async startRelay(): Promise<void> {
    if (this.relay !== undefined || this.#isStarting) return;
    const { time, seed, relayDisk: disk } = this;
    const skewMs = () => this.relaySkewMs;
    const lived = { flushAtBatches: this.#flushAtBatches, ...this.#few, skewMs };
    this.#isStarting = true;
    try {
      this.relay = await RelayProcess.start({ time, seed: seed * 100 + ++this.#lives, disk, ...lived });
    } finally {
      this.#isStarting = false;
    }
  }

  /** The relay's process ends at this very moment; what was not synced is lost. */
  async killRelay(): Promise<void> {
    this.relay?.kill();
    this.relay = undefined;
    for (const connection of this.network.connections) {
      if (connection.isOpen) connection.loseRelay(this.random() < 0.7);
    }
    await this.relayDisk.crash(this.random() < 0.5 ? 'none' : 'prefix');
    this.relayDisk = await this.relayDisk.successor();
    this.isRelayDiskTroubled = false;
  }

  /** Begins something and lets it end, unless time would have to pass for that. */
  async attempt(make: () => Promise<void>): Promise<void> {
    let isOver = false;
    make().then(
      () => {
        isOver = true;
      },
      (error: unknown) => {
        isOver = true;
        this.noteRefusedHere(error);
      },
    );
    for (let turn = 0; turn < 20 && !isOver; turn++) await this.time.settle();
  }

  /** A device refused something by itself, as it may; defects are not refusals. */
  noteRefusedHere(error: unknown): void {
    if (error instanceof RejoinError && error.code !== 'internal-error') return;
    this.problems.push(
      `a device threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** Reads what the moment has made durable, and judges the frames of the moment by it. */
  readLog(): void {
    const { relayDisk, observed } = this;
    const { rights } = observed;
    const key = (batch: number): string => `${ORGANIZATION}/L/${batch.toString(16).padStart(14, '0')}`;
    const entries = observed.readOn(
      (batch) => relayDisk.durableValue(key(batch)),
      () => this.watch.reconsider(),
    );
    if (entries.length === 0) return;
    const accepted = entries.flatMap((entry) => (entry.kind === 'accepted' ? entry.operations : []));
    const touched = new Set(accepted.map(({ entity, id }) => `${entity}/${id}`));
    this.groups.rightsMayHaveChanged(rights === observed.rights ? touched : undefined);
  }

  get allProblems(): readonly string[] {
    const rebuilds = this.observed.rebuilds - this.faults.of('rebuild');
    for (let count = 0; count < rebuilds; count++) this.faults.count('rebuild');
    const { problems, observed, watch, groups, screens, secrets } = this;
    const watched = [observed, watch, groups, screens, secrets].map((one) => one.problems);
    return [problems, ...watched].flat();
  }

  /** Between two steps: nothing is under way where the disk answers. */
  lookAtTablets(): void {
    for (const process of this.devices) {
      if (process.isDiskTroubled) continue;
      this.screens.look(process);
      this.secrets.look(process);
    }
  }

  #settled(): void {
    this.readLog();
    this.watch.settle();
    for (const { screen } of this.devices) screen?.openLists();
  }

  #beganAnew({ name }: DeviceProcess): void {
    const { ledger, watch } = this;
    if (watch.deviceNumbers.has(name)) ledger.eras.set(name, ledger.eraOf(name) + 1);
    watch.forget(name);
  }

  #newDevice(number: number): DeviceProcess {
    const skews = [0, 0, 0, 3_600_000, -7_200_000, 59_000, 61_000, 86_400_000];
    return new DeviceProcess(
      {
        name: `device-${number}`,
        user: userId(number % this.users),
        seed: this.seed * 100 + number,
        network: this.network,
        random: seededRandom(this.seed * 977 + number),
        now: () => this.time.now + this.relaySkewMs,
        onSeen: (device) => this.groups.look(device),
        onAnew: (device) => this.#beganAnew(device),
      },
      this.pick(skews),
    );
  }
}
