/**
 * The relay itself: the organizations that it serves and the connections that devices have to it.
 *
 * It knows no port and no file. Stores, time and sockets are handed in, so that a simulation runs the
 * same relay. Invariant: an organization is served whole or not at all; once stopping, nothing is accepted.
 */
import type { Seams } from '../../engine/clock/index.ts';
import type { OrganizationId, Refusal } from '../../engine/model/index.ts';
import { kindOf } from '../commit/index.ts';
import { ScopeWork } from '../routing/index.ts';
import {
  type AdmissionDesk,
  OpenOrganization,
  Session,
  type SessionLimits,
  type Socket,
} from '../session/index.ts';
import type { FirstState, RelayStore } from '../store/index.ts';
import type { Report } from './log.ts';

export interface RelayLimits extends SessionLimits {
  readonly maxConnections: number;
  /** Connections that have not been admitted yet. */
  readonly maxWaitingConnections: number;
  /** Of those, the ones of one network. */
  readonly maxWaitingPerNetwork: number;
  /** Scans of an entity for sessions' scopes that run at a time. */
  readonly maxScopeComputations: number;
  readonly maxPartBytes: number;
  readonly maxRecordBytes: number;
  readonly maxPartClients?: number;
  /** Of documents kept warm, per organization. */
  readonly maxDocumentBytes: number;
}

export interface RelayOptions {
  readonly seams: Seams;
  readonly limits: RelayLimits;
  /** Opens an organization's store, at first and again after it failed. */
  openStore(organization: OrganizationId): Promise<RelayStore>;
  /** Makes a store that says what the organization begins with. */
  createStore(organization: OrganizationId, first: FirstState): Promise<RelayStore>;
  readonly verifyToken: AdmissionDesk['verifyToken'];
  readonly report: Report;
}

export class Relay implements AdmissionDesk {
  readonly seams: Seams;
  readonly scopeWork: ScopeWork;
  readonly #options: RelayOptions;
  readonly #organizations = new Map<OrganizationId, OpenOrganization>();
  readonly #creating = new Set<OrganizationId>();
  /** By their networks, until the socket is closed and not only the session: a peer may take its time. */
  readonly #sessions = new Map<Session, string>();
  /** Those that have not been admitted, and may never be. */
  readonly #waiting = new Set<Session>();
  #isStopping = false;

  private constructor(options: RelayOptions) {
    this.#options = options;
    this.seams = options.seams;
    this.scopeWork = new ScopeWork(options.limits.maxScopeComputations);
  }

  /** Opens all of the organizations. Throws what a store throws; then nothing is left open. */
  static async open(options: RelayOptions, organizations: readonly OrganizationId[]): Promise<Relay> {
    const relay = new Relay(options);
    try {
      for (const id of organizations) await relay.#open(id);
    } catch (error) {
      await relay.stop();
      throw error;
    }
    return relay;
  }

  get organizations(): readonly OrganizationId[] {
    return [...this.#organizations.keys()].sort();
  }

  organization(id: OrganizationId): OpenOrganization | undefined {
    return this.#organizations.get(id);
  }

  verifyToken(token: string): ReturnType<AdmissionDesk['verifyToken']> {
    return this.#options.verifyToken(token);
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Whether every organization takes commits. */
  get isReady(): boolean {
    return !this.#isStopping && this.unready.length === 0;
  }

  /** The organizations whose store failed or is being opened again. */
  get unready(): readonly OrganizationId[] {
    return this.organizations.filter((id) => this.#organizations.get(id)?.isReady !== true);
  }

  get connections(): number {
    return this.#sessions.size;
  }

  /** Whether one more connection would be taken from the network. */
  hasRoom(network = ''): boolean {
    const { maxConnections, maxWaitingConnections, maxWaitingPerNetwork } = this.#options.limits;
    if (this.#isStopping || this.#sessions.size >= maxConnections) return false;
    if (this.#waiting.size >= maxWaitingConnections) return false;
    let waiting = 0;
    for (const session of this.#waiting) if (this.#sessions.get(session) === network) waiting += 1;
    return waiting < maxWaitingPerNetwork;
  }

  /** Takes a connection; the session speaks for itself from here on. @param network where it comes from */
  accept(socket: Socket, network = ''): void {
    const { seams, limits, report } = this.#options;
    const session = new Session({
      socket,
      seams,
      limits,
      desk: this,
      report: (event) => {
        if (event.event === 'opened') this.#waiting.delete(session);
        report(event);
      },
    });
    const endSession = socket.onClose;
    socket.onClose = () => {
      endSession?.();
      this.#forget(session);
    };
    this.#sessions.set(session, network);
    this.#waiting.add(session);
    if (this.#isStopping) session.end(stopping);
  }

  /** Creates an organization with one business unit and serves it; nobody is in it yet. */
  async createOrganization(
    id: OrganizationId,
    first: Omit<FirstState, 'time'>,
  ): Promise<OpenOrganization | Refusal> {
    if (this.#isStopping) return stopping;
    if (this.#organizations.has(id) || this.#creating.has(id)) return exists(id);
    this.#creating.add(id);
    try {
      await this.#options.createStore(id, { ...first, time: this.seams.now() });
      const organization = await this.#open(id);
      this.#options.report({ event: 'organization-created', organization: id });
      return organization;
    } finally {
      this.#creating.delete(id);
    }
  }

  /** Ends every session, finishes the batches under way, flushes and closes the stores. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const session of [...this.#sessions.keys()]) session.end(stopping);
    const closed = await Promise.allSettled([...this.#organizations.values()].map((open) => open.close()));
    this.#organizations.clear();
    const failed = closed.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async #open(id: OrganizationId): Promise<OpenOrganization> {
    const { seams, limits, openStore } = this.#options;
    const organization = await OpenOrganization.open({
      seams,
      limits,
      maxDocumentBytes: limits.maxDocumentBytes,
      openStore: () => openStore(id),
      onStorage: (state, error) => this.#onStorage(id, state, error),
      onRestored: (incarnation) => this.#options.report({ event: 'restored', organization: id, incarnation }),
      onDefect: (defect) => this.#options.report({ event: 'change-met-defect', organization: id, ...defect }),
    });
    this.#organizations.set(id, organization);
    return organization;
  }

  #onStorage(organization: OrganizationId, state: 'failed' | 'open', error: unknown): void {
    this.#options.report(
      state === 'open'
        ? { event: 'storage-open', organization }
        : { event: 'storage-failed', organization, reason: kindOf(error) },
    );
  }

  #forget(session: Session): void {
    this.#sessions.delete(session);
    this.#waiting.delete(session);
  }
}

const stopping: Refusal = { code: 'unavailable', reason: 'The relay is stopping.' };
const exists = (id: OrganizationId): Refusal => ({
  code: 'already-exists',
  reason: `There is an organization ${id} already.`,
});
