/**
 * One life of the relay: the real relay over the real store, on a disk that can lose power.
 *
 * Invariant: once killed, nothing of it is heard again: its timers don't fire, its sockets are cut, and
 * its database is closed for ever.
 */
import type { Seams } from '../../engine/clock/index.ts';
import { asId, type OrganizationId, type Refusal } from '../../engine/model/index.ts';
import { Relay, type RelayLimits } from '../../relay/server/index.ts';
import {
  DEFAULT_SESSION_LIMITS,
  type OpenOrganization,
  type Socket,
  type TokenClaims,
} from '../../relay/session/index.ts';
import { LevelStore } from '../../relay/store/index.ts';
import type { LossyLevel } from '../world/lossy-level.ts';
import { type VirtualTime, virtualSeams } from '../world/virtual-time.ts';
import { ORGANIZATION, units, worldId } from './organization.ts';

const organizationId = asId<OrganizationId>(ORGANIZATION);

const limits: RelayLimits = {
  ...DEFAULT_SESSION_LIMITS,
  ...{
    maxConnections: 100,
    maxWaitingConnections: 50,
    maxWaitingPerNetwork: 50,
    maxScopeComputations: 2,
    maxPartBytes: 1_000_000,
    maxRecordBytes: 4_000_000,
    maxDocumentBytes: 200_000,
  },
};

export interface RelayLife {
  readonly time: VirtualTime;
  readonly seed: number;
  readonly disk: LossyLevel;
  /** Batches after which views are flushed. */
  readonly flushAtBatches: number;
  /** Client ids of a part above which it is begun anew: few, so that epochs pass often. */
  readonly maxPartClients: number;
  /** Records of a page of a reconcile: few, so that downloads take several pages. */
  readonly maxRangeRecords: number;
  /** How far its clock is off. */
  readonly skewMs: () => number;
}

/** A token of these worlds: who, and until when. */
export function tokenOf(user: string, endsAt: number): string {
  return JSON.stringify({ user, endsAt });
}

export class RelayProcess {
  readonly #relay: Relay;
  readonly #life: { isOver: boolean };
  readonly disk: LossyLevel;

  private constructor(relay: Relay, life: { isOver: boolean }, disk: LossyLevel) {
    this.#relay = relay;
    this.#life = life;
    this.disk = disk;
  }

  static async start({ time, seed, disk, flushAtBatches, skewMs, ...few }: RelayLife): Promise<RelayProcess> {
    const life = { isOver: false };
    const seams = mortal({ ...virtualSeams(time, seed), now: () => time.now + skewMs() }, life);
    const levels = await LevelStore.open(disk, { flushAtBatches, pause: async () => undefined });
    const verifyToken = async (token: string): Promise<TokenClaims | Refusal> => {
      const { user, endsAt } = JSON.parse(token) as { user: string; endsAt: number };
      if (endsAt <= seams.now()) return { code: 'token-expired', reason: 'The token has ended.' };
      return { userId: asId(user), organization: organizationId, endsAt };
    };
    const relay = await Relay.open(
      {
        ...{
          seams,
          limits: { ...limits, ...few },
          openStore: (id) => levels.organization(id),
          report: () => undefined,
          verifyToken,
        },
        createStore: (id, first) => levels.create(id, first),
      },
      await levels.organizations(),
    );
    if (relay.organization(organizationId) === undefined) {
      await relay.createOrganization(organizationId, {
        incarnation: worldId(9, 1),
        rootUnit: { id: asId(units[0] ?? ''), name: 'Root' },
      });
    }
    return new RelayProcess(relay, life, disk);
  }

  get organization(): OpenOrganization {
    const organization = this.#relay.organization(organizationId);
    if (organization === undefined) throw new Error('the relay does not serve its organization');
    return organization;
  }

  accept(socket: Socket): void {
    this.#relay.accept(socket);
  }

  kill(): void {
    this.#life.isOver = true;
  }
}

/** Seams whose timers die with their process. */
export function mortal(seams: Seams, life: { readonly isOver: boolean }): Seams {
  return {
    ...seams,
    setTimer: (ms, run) =>
      seams.setTimer(ms, () => {
        if (!life.isOver) run();
      }),
  };
}
