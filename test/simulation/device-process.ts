/**
 * One device of the world: a person's tablet with its disk, through all the lives of its app.
 *
 * Invariant: what an ended life still does reaches neither network nor disk of the next.
 */
import { createDevice, type Device, type RecordHandle } from '../../engine/device/index.ts';
import { asId, type OrganizationId } from '../../engine/model/index.ts';
import { LossyLevel } from '../world/lossy-level.ts';
import { virtualSeams } from '../world/virtual-time.ts';
import type { Network } from './network.ts';
import { ORGANIZATION } from './organization.ts';
import { mortal, tokenOf } from './relay-process.ts';
import { Screen } from './screen.ts';

export interface DeviceOptions {
  readonly name: string;
  readonly user: string;
  readonly seed: number;
  readonly network: Network;
  readonly random: () => number;
  /** The time of who gives tokens, which is the relay's. */
  readonly now: () => number;
  /** Called after each step that changed what is seen. */
  readonly onSeen: (process: DeviceProcess) => void;
  /** Called when it starts with a storage that holds nothing (more). */
  readonly onAnew: (process: DeviceProcess) => void;
}

const TOKEN_MS = 20 * 60_000;

export class DeviceProcess {
  readonly name: string;
  readonly user: string;
  readonly #options: DeviceOptions;
  #life = { isOver: false };
  #lives = 0;
  disk: LossyLevel;
  device: Device | undefined;
  /** What its app shows, as long as it runs. */
  screen: Screen | undefined;
  /** Records that the person has open, by key. */
  readonly open = new Map<string, RecordHandle>();
  /** How far its own clock is off. */
  skewMs: number;
  /** Until when the identity provider gives tokens; it may be out of order. */
  isTokenRefused = false;
  tokenMs = TOKEN_MS;
  isDiskTroubled = false;
  /** Whether its app says that all was removed. */
  isWiped = false;

  constructor(options: DeviceOptions, skewMs: number) {
    this.#options = options;
    this.name = options.name;
    this.user = options.user;
    this.skewMs = skewMs;
    this.disk = new LossyLevel(options.random);
  }

  isStarting = false;

  renewTokens(): void {
    this.isTokenRefused = false;
    this.tokenMs = TOKEN_MS;
  }

  async start(): Promise<void> {
    this.isStarting = true;
    try {
      await this.#start();
    } finally {
      this.isStarting = false;
    }
  }

  async #start(): Promise<void> {
    const { network, seed, name, user, now } = this.#options;
    const life = { isOver: false };
    this.#life = life;
    const { time } = network;
    this.isWiped = false;
    const isEmpty = this.disk.durableValue('state') === undefined;
    if (isEmpty || this.disk.durableValue('wiping') !== undefined) this.#options.onAnew(this);
    const seams = virtualSeams(time, seed * 1_000 + ++this.#lives);
    this.device = await createDevice({
      database: this.disk,
      seams: mortal({ ...seams, now: () => time.now + this.skewMs }, life),
      connect: () => network.connect(name),
      ...{ url: 'ws://relay', organization: asId<OrganizationId>(ORGANIZATION), app: 'field' },
      tokenRefreshMs: TOKEN_MS / 2,
      onWiped: async () => {
        if (!life.isOver) this.isWiped = true;
      },
      token: async () => {
        if (this.isTokenRefused) throw new Error('nobody is signed in');
        return tokenOf(user, now() + this.tokenMs);
      },
    });
    this.screen = new Screen(this.device, () => {
      if (!life.isOver) this.#options.onSeen(this);
    });
    this.screen.openLists();
  }

  /** The process is gone; what was not synced is lost. */
  async kill(isToldToRelay: boolean): Promise<void> {
    const { device } = this;
    this.device = undefined;
    this.screen = undefined;
    this.open.clear();
    this.#life.isOver = true;
    for (const connection of this.#options.network.connections) {
      if (connection.device === this.name) connection.loseDevice(isToldToRelay);
    }
    await this.disk.crash(this.#options.random() < 0.5 ? 'none' : 'prefix');
    this.disk = await this.disk.successor();
    this.isDiskTroubled = false;
    device?.goOffline();
  }
}
