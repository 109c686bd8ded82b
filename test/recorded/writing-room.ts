/**
 * A real relay in memory that keeps one text, and the devices of those who write it.
 *
 * Invariant: what a device may see of the others' writing is decided by counts: of each author the
 * relay's sequence numbers are remembered together with how much the author had written by then.
 */
import { setImmediate } from 'node:timers';
import { MemoryLevel } from 'memory-level';
import * as Y from 'yjs';
import { asId, type Metadata, type OrganizationId, type RecordId } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import { privileges } from '../../engine/security/index.ts';
import { Relay, type RelayLimits } from '../../relay/server/index.ts';
import { DEFAULT_SESSION_LIMITS, type OpenOrganization } from '../../relay/session/index.ts';
import { DATABASE_ENCODINGS, LevelStore } from '../../relay/store/index.ts';
import { idOf, putRole, putUser, ROOT_UNIT, role, user } from '../world/organization-builder.ts';
import { VirtualTime, virtualSeams } from '../world/virtual-time.ts';
import { type Agent, agents, otherThan } from './trace.ts';

export const ORGANIZATION = asId<OrganizationId>('writers');

/** A change of an author that the relay has accepted. */
interface Sent {
  readonly sequence: number;
  /** How many keystrokes the author had made. */
  readonly count: number;
}

const limits: RelayLimits = {
  ...DEFAULT_SESSION_LIMITS,
  // Pages wait on the line here as long as the recording wants.
  maxPages: 64,
  ...{
    maxConnections: 10,
    maxWaitingConnections: 10,
    maxWaitingPerNetwork: 10,
    maxScopeComputations: 8,
    maxPartBytes: 4 * 2 ** 20,
    maxRecordBytes: 16 * 2 ** 20,
    maxDocumentBytes: 64 * 2 ** 20,
  },
};

export class WritingRoom {
  readonly time: VirtualTime;
  readonly relay: Relay;
  readonly organization: OpenOrganization;
  readonly #sent: readonly [Sent[], Sent[]] = [[], []];

  private constructor(time: VirtualTime, relay: Relay, organization: OpenOrganization) {
    this.time = time;
    this.relay = relay;
    this.organization = organization;
  }

  static async open(): Promise<WritingRoom> {
    const time = new VirtualTime();
    const stores = await LevelStore.open(new MemoryLevel<string, Uint8Array>(DATABASE_ENCODINGS));
    const seams = virtualSeams(time, 1);
    const relay = await Relay.open(
      {
        ...{ seams, limits, report: () => undefined },
        openStore: (id) => stores.organization(id),
        createStore: (id, first) => stores.create(id, first),
        verifyToken: async (name) => ({
          ...{ userId: user(name), organization: ORGANIZATION, endsAt: time.now + 3_600_000 },
        }),
      },
      [],
    );
    const organization = await relay.createOrganization(ORGANIZATION, {
      incarnation: idOf('incarnation'),
      rootUnit: { id: ROOT_UNIT, name: 'Root' },
    });
    if ('code' in organization) throw new Error(organization.reason);
    await admitWriters(organization);
    return new WritingRoom(time, relay, organization);
  }

  get lastSequence(): number {
    return this.organization.store.lastSequence;
  }

  /** Notes that the relay has an author's first `count` keystrokes, by the change it accepted last. */
  noteSent(agent: Agent, count: number): void {
    this.#sent[agent].push({ sequence: this.lastSequence, count });
  }

  /** The first sequence number that an author must not see who has seen `seen` of the other's keystrokes. */
  firstUnseen(agent: Agent, seen: number): number {
    const later = this.#sent[otherThan(agent)].findLast(({ count }) => count <= seen);
    const next = this.#sent[otherThan(agent)].find(({ sequence }) => sequence > (later?.sequence ?? 0));
    return next?.sequence ?? Number.POSITIVE_INFINITY;
  }

  /** The text as the relay's documents have it. */
  content(id: RecordId): string {
    const stored = this.organization.store.durable.part('page', id, 'text');
    const doc = new Y.Doc();
    if (stored?.snapshot) Y.applyUpdateV2(doc, stored.snapshot);
    for (const update of stored?.updates ?? []) Y.applyUpdate(doc, update);
    return doc.getText('text').toString();
  }

  /** Lets turns of the event loop pass until something is so. Time stands still meanwhile. */
  async until(isSo: () => boolean, what: string): Promise<void> {
    for (let turn = 0; !isSo(); turn++) {
      if (turn > 10_000) throw new Error(`it never came to it that ${what}`);
      await this.turn();
    }
  }

  /** One turn of the event loop. */
  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

async function admitWriters(organization: OpenOrganization): Promise<void> {
  const all = Object.fromEntries(privileges.map((privilege) => [privilege, 'organization']));
  const changes = [
    putRole('writer', { page: all }),
    ...agents.flatMap((agent) => [
      putUser(`author ${agent}`),
      { kind: 'grant-role', role: role('writer'), to: { user: user(`author ${agent}`) } } as const,
    ]),
  ];
  for (const change of changes) {
    const refused = await organization.changeDirectory(change, null);
    if (typeof refused !== 'number') throw new Error(refused.reason);
  }
  await organization.publish(pageMetadata(), null);
}

/** An entity with a title and a text. */
function pageMetadata(): Metadata {
  const parsed = parseMetadata({
    version: 1,
    optionSets: [],
    relationships: [],
    entities: [
      {
        ...{ name: 'page', primaryName: 'title' },
        attributes: [
          { name: 'title', type: 'string', maxLength: 40 },
          { name: 'text', type: 'memo', maxLength: 30_000 },
        ],
      },
    ],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.metadata;
}
