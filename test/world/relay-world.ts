/**
 * A relay for tests: real sessions, real organizations and the real store over a database in memory,
 * with virtual time. Read it as a story:
 *
 *   const world = await anOrganization().withUser('vera', ['seller']).withRole('seller', …).open();
 *   const vera = await world.client('vera');
 *
 * Invariant: nothing here decides anything; what tests see is what the relay stores and sends.
 */
import {
  asId,
  type OrganizationId,
  type RecordId,
  type Refusal,
  type UserId,
} from '../../engine/model/index.ts';
import type { DirectoryChange } from '../../engine/security/index.ts';
import type { Defect } from '../../relay/commit/index.ts';
import { ScopeWork } from '../../relay/routing/index.ts';
import {
  type AdmissionDesk,
  DEFAULT_SESSION_LIMITS,
  OpenOrganization,
  Session,
  type SessionEvent,
  type SessionLimits,
} from '../../relay/session/index.ts';
import { LevelStore, type LogEntry, type RelayStore, type StoredRow } from '../../relay/store/index.ts';
import { LossyLevel } from './lossy-level.ts';
import { idOf, OrganizationBuilder, ROOT_UNIT, user } from './organization-builder.ts';
import { RawAuthor } from './raw-author.ts';
import { aDeviceId, RawClient } from './raw-client.ts';
import { seededRandom, VirtualTime, virtualSeams } from './virtual-time.ts';

export interface WorldOptions {
  readonly limits?: Partial<SessionLimits>;
  readonly maxPartBytes?: number;
  readonly maxRecordBytes?: number;
  readonly maxDocumentBytes?: number;
}

/** Describes an organization and opens a relay that serves it. */
export const anOrganization = (id = 'harbour'): WorldBuilder => new WorldBuilder(id);

export class WorldBuilder extends OrganizationBuilder {
  /** A relay that serves this organization, with its first metadata published. */
  async open(options: WorldOptions = {}): Promise<RelayWorld> {
    const world = await RelayWorld.open(options);
    await world.add(this);
    return world;
  }
}

export class RelayWorld {
  readonly time = new VirtualTime();
  disk: LossyLevel;
  readonly events: SessionEvent[] = [];
  /** What changes met that should be impossible. */
  readonly defects: Defect[] = [];
  readonly #options: WorldOptions;
  readonly #organizations = new Map<OrganizationId, OpenOrganization>();
  #stores: LevelStore;
  readonly #scopeWork = new ScopeWork(8);
  #devices = 0;
  /** Set by a test to hold up the checking of tokens. */
  tokenGate: Promise<void> = Promise.resolve();

  private constructor(options: WorldOptions, stores: LevelStore, disk: LossyLevel) {
    this.#options = options;
    this.#stores = stores;
    this.disk = disk;
  }

  static async open(options: WorldOptions): Promise<RelayWorld> {
    const disk = new LossyLevel(seededRandom(3));
    return new RelayWorld(options, await LevelStore.open(disk), disk);
  }

  /** Serves a further organization in the same relay. */
  async add(builder: OrganizationBuilder): Promise<OpenOrganization> {
    const { id, changes, metadata } = builder;
    const incarnation = idOf<string>(`incarnation ${id}`);
    await this.#stores.create(id, {
      incarnation,
      rootUnit: { id: ROOT_UNIT, name: 'Root' },
      time: this.time.now,
    });
    const organization = await this.#open(id);
    for (const change of changes) {
      const refused = await organization.changeDirectory(change, null);
      if (typeof refused !== 'number') throw new Error(refused.reason);
    }
    const published = await organization.publish(metadata, null);
    if (typeof published !== 'number') throw new Error(published.reason);
    return organization;
  }

  /** The relay starts again on another disk: an older copy of its own. Its connections are the caller's to end. */
  async restore(disk: LossyLevel): Promise<void> {
    this.disk = disk;
    this.#stores = await LevelStore.open(disk);
    for (const id of [...this.#organizations.keys()]) await this.#open(id);
  }

  async #open(id: OrganizationId): Promise<OpenOrganization> {
    const organization = await OpenOrganization.open({
      openStore: () => this.#stores.organization(id),
      seams: virtualSeams(this.time, 11),
      limits: {
        ...this.limits,
        maxPartBytes: this.#options.maxPartBytes ?? 4 * 2 ** 20,
        maxRecordBytes: this.#options.maxRecordBytes ?? 16 * 2 ** 20,
      },
      maxDocumentBytes: this.#options.maxDocumentBytes ?? 64 * 2 ** 20,
      onStorage: () => {},
      onRestored: () => {},
      onDefect: (defect) => this.defects.push(defect),
    });
    this.#organizations.set(id, organization);
    return organization;
  }

  get limits(): SessionLimits {
    return { ...DEFAULT_SESSION_LIMITS, ...this.#options.limits };
  }

  /** The first organization, or the one of that name. */
  organization(id?: string): OpenOrganization {
    const [first] = this.#organizations.values();
    const found = id === undefined ? first : this.#organizations.get(asId<OrganizationId>(id));
    if (found === undefined) throw new Error('there is no such organization');
    return found;
  }

  get store(): RelayStore {
    return this.organization().store;
  }

  /** A device of the user that has not connected yet. */
  device(name: string, organization?: string): RawClient {
    this.#devices += 1;
    const seams = virtualSeams(this.time, 100 + this.#devices);
    const { organization: id } = this.organization(organization).store;
    return new RawClient({
      author: new RawAuthor(seams),
      organization: id,
      deviceId: aDeviceId(this.#devices),
      token: this.token(name, id),
      accept: (socket) => this.accept(socket),
      settle: () => this.settle(),
    });
  }

  /** A device of the user, connected and with everything that the user may see. */
  async client(name: string, organization?: string): Promise<RawClient> {
    return this.device(name, organization).connect();
  }

  /** A token for the user; the test's verifier takes it until it ends. */
  token(name: string, organization = this.store.organization, lifetimeMs = 3_600_000): string {
    return JSON.stringify({ userId: user(name), organization, endsAt: this.time.now + lifetimeMs });
  }

  settle(): Promise<void> {
    return this.time.settle();
  }

  /** Changes the directory as an operator does; throws where it is refused. */
  async change(...changes: readonly DirectoryChange[]): Promise<void> {
    for (const change of changes) {
      const result = await this.organization().changeDirectory(change, null);
      if (typeof result !== 'number') throw new Error(result.reason);
    }
    await this.settle();
  }

  row(entity: string, id: RecordId): StoredRow | undefined {
    return this.store.durable.row(entity, id);
  }

  /** Everything that is stored of records, as text: what a refused attack must not change. */
  async records(): Promise<string> {
    const lines: string[] = [];
    for (const { name } of this.organization().metadata?.metadata.entities ?? []) {
      for await (const row of this.store.rows(name)) {
        const parts = row.parts.map((part) => {
          const stored = this.store.durable.part(row.entity, row.id, part);
          const bytes = [stored?.snapshot, ...(stored?.updates ?? [])].map((state) =>
            Buffer.from(state ?? []).toString('hex'),
          );
          return [part, stored?.epoch, ...bytes];
        });
        lines.push(JSON.stringify([row.entity, row.id, row.system, row.values, parts]));
      }
    }
    return lines.join('\n');
  }

  /** The log's entries, all of them, in order. */
  async log(): Promise<LogEntry[]> {
    const entries: LogEntry[] = [];
    for await (const { entry } of this.store.audit({ limit: 100_000 })) entries.unshift(entry);
    return entries;
  }

  /** A connection to the relay, for what speaks the protocol by itself. */
  accept(socket: ConstructorParameters<typeof Session>[0]['socket']): void {
    const seams = virtualSeams(this.time, 12);
    const desk: AdmissionDesk = {
      seams,
      scopeWork: this.#scopeWork,
      verifyToken: (token) => this.#verify(token),
      organization: (id) => this.#organizations.get(id),
    };
    const { limits } = this;
    new Session({ socket, desk, seams, limits, report: (event) => this.events.push(event) });
  }

  async #verify(token: string): ReturnType<AdmissionDesk['verifyToken']> {
    await this.tokenGate;
    const refused: Refusal = { code: 'token-refused', reason: 'The token is not valid.' };
    try {
      const claims: { userId: UserId; organization: OrganizationId; endsAt: number } = JSON.parse(token);
      return claims.endsAt > this.time.now ? claims : { code: 'token-expired', reason: 'It has ended.' };
    } catch {
      return refused;
    }
  }
}
