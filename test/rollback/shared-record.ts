/**
 * The real relay over its real store, and real devices around one record after the other, joined by lines
 * whose way down waits until a test lets frames arrive.
 *
 * Invariant: nothing here decides anything. What became of a change is read from the relay's log and from the
 * devices' stored bytes, by the observer.
 */
import { createDevice, type Device, type RecordHandle } from '../../engine/device/index.ts';
import type { RecordId } from '../../engine/model/index.ts';
import { Loopback } from '../world/loopback.ts';
import { LossyLevel } from '../world/lossy-level.ts';
import { readDevice, type SeenDevice } from '../world/observer-device.ts';
import type { SeenEntry } from '../world/observer-log.ts';
import { ObservedRelay } from '../world/observer-relay.ts';
import { everything } from '../world/office.ts';
import { idOf, putRole } from '../world/organization-builder.ts';
import { anOrganization, type RelayWorld } from '../world/relay-world.ts';
import { seededRandom, virtualSeams } from '../world/virtual-time.ts';

export const ENTITY = 'account';

export class Tablet {
  readonly name: string;
  readonly #world: RelayWorld;
  readonly #seed: number;
  readonly #disk: LossyLevel;
  #line: Loopback | undefined;
  #device: Device | undefined;
  #handle: RecordHandle | undefined;
  #lives = 0;

  constructor(world: RelayWorld, name: string, seed: number) {
    this.#world = world;
    this.name = name;
    this.#seed = seed;
    this.#disk = new LossyLevel(seededRandom(seed));
  }

  get device(): Device {
    if (this.#device === undefined) throw new Error(`${this.name} does not run`);
    return this.#device;
  }

  /** The record that is open on its screen. */
  get handle(): RecordHandle {
    if (this.#handle === undefined) throw new Error(`${this.name} has no record open`);
    return this.#handle;
  }

  get stored(): SeenDevice {
    return readDevice(this.#disk.durable);
  }

  get isOnline(): boolean {
    return this.device.status.state === 'ready';
  }

  async start(): Promise<void> {
    const { organization } = this.#world.store;
    this.#device = await createDevice({
      database: this.#disk,
      seams: virtualSeams(this.#world.time, this.#seed * 100 + ++this.#lives),
      ...{ url: 'ws://relay', organization, app: 'field', connect: () => this.#connect() },
      token: async () => this.#world.token(this.name, organization),
    });
  }

  async open(id: RecordId): Promise<void> {
    await this.#handle?.close();
    this.#handle = await this.device.open(ENTITY, id);
  }

  /** Its app is closed and opened again on the same storage. */
  async restart(): Promise<void> {
    const { id } = this.handle;
    this.#line = undefined;
    this.#handle = undefined;
    await this.device.close();
    await this.start();
    await this.open(id);
  }

  /** Lets so many frames arrive that wait on the way down. */
  receive(frames: number): void {
    let left = frames;
    this.#line?.release(() => left-- > 0);
  }

  #connect(): Loopback['deviceEnd'] {
    this.#line = new Loopback({
      accept: (socket) => this.#world.accept(socket),
      onSent: () => undefined,
    });
    return this.#line.deviceEnd;
  }
}

export class SharedRecord {
  readonly #world: RelayWorld;
  readonly observed = new ObservedRelay();
  readonly tablets: readonly Tablet[];
  /** Another record that everybody has. */
  readonly beside: RecordId;
  #isFlipped = false;

  private constructor(world: RelayWorld, tablets: readonly Tablet[], beside: RecordId) {
    this.#world = world;
    this.tablets = tablets;
    this.beside = beside;
  }

  static async open(seed: number, count: number): Promise<SharedRecord> {
    const organization = anOrganization('harbour').withRole('writer', everything());
    const names = Array.from({ length: count }, (_, at) => `writer ${at}`);
    for (const name of names) organization.withUser(name, ['writer']);
    const world = await organization.open({ limits: { maxPages: 64 } });
    const tablets = names.map((name, at) => new Tablet(world, name, seed * 10 + at));
    const shared = new SharedRecord(world, tablets, idOf<RecordId>('beside'));
    for (const tablet of tablets) await tablet.start();
    await shared.deliverAll();
    await tablets[0]?.device.create(ENTITY, { name: 'beside' }, { id: shared.beside });
    await shared.deliverAll();
    shared.decisions();
    return shared;
  }

  /** Lets everything happen that can, in a few milliseconds. */
  async settle(): Promise<void> {
    await this.#world.time.advance(2);
  }

  /** The relay's decisions since the last call, in their order. */
  decisions(): SeenEntry[] {
    const { disk } = this.#world;
    return this.observed.readOn((batch) =>
      disk.durableValue(`harbour/L/${batch.toString(16).padStart(14, '0')}`),
    );
  }

  /** The rights to the entity change in something that nobody here uses: everybody gets every record whole. */
  async sendWhole(): Promise<void> {
    this.#isFlipped = !this.#isFlipped;
    const { delete: _none, ...less } = everything()[ENTITY] ?? {};
    const rights = this.#isFlipped ? { ...everything(), [ENTITY]: less } : everything();
    await this.#world.change(putRole('writer', rights));
  }

  /** Everybody is online, and everything that is on its way arrives. */
  async deliverAll(): Promise<void> {
    for (let quiet = 0, round = 0; quiet < 3; round++) {
      if (round > 500) throw new Error('it does not come to rest');
      for (const tablet of this.tablets) {
        tablet.device.goOnline();
        tablet.receive(1_000);
      }
      await this.#world.time.advance(20);
      quiet = this.tablets.every(({ device, isOnline }) => isOnline && device.status.pending === 0)
        ? quiet + 1
        : 0;
    }
  }
}
