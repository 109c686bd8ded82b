/**
 * Admitting a device: token, organization, user, device, and what it gets first.
 *
 * Invariant: every refusal before the token is verified is the same for organizations that exist and
 * those that don't; a device belongs to one user for ever; rights are those of the step in which it is admitted,
 * and durable like everything that it is told.
 */

import type { Seams } from '../../engine/clock/index.ts';
import type { DeviceId, OrganizationId, Refusal, UserId } from '../../engine/model/index.ts';
import { type Hello, PROTOCOL_VERSION, type RelayMessage, sameHash } from '../../engine/protocol/index.ts';
import { decidedVerdict } from '../commit/index.ts';
import type { ScopeView, ScopeWork } from '../routing/index.ts';
import type { StoredDevice } from '../store/index.ts';
import type { OpenOrganization } from './open-organization.ts';
import { planSync, type SyncPlan } from './plan.ts';
import { deviceRevoked, tokenExpired, tokenRefused, unavailable } from './session-faults.ts';
import type { SessionLimits } from './session-limits.ts';
import { verdictMessage } from './verdict-message.ts';

/** What a token says. */
export interface TokenClaims {
  readonly userId: UserId;
  readonly organization: OrganizationId;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** What admitting needs of the relay. */
export interface AdmissionDesk {
  readonly seams: Seams;
  /** Shared by all sessions of the relay. */
  readonly scopeWork: ScopeWork;
  verifyToken(token: string): Promise<TokenClaims | Refusal>;
  organization(id: OrganizationId): OpenOrganization | undefined;
}

/** What a review after a change of rights or metadata comes to. */
export interface Review {
  /** New metadata or rights for the device, where they differ from what it was sent. */
  readonly message: RelayMessage | undefined;
  /** Entities that are to be reconciled. */
  readonly changed: readonly string[];
}

export class Admission {
  readonly organization: OpenOrganization;
  readonly device: StoredDevice;
  readonly plan: SyncPlan;
  readonly tokenEndsAt: number;
  /** The first number of the device in this incarnation: in one that it does not know yet, the next that it forms. */
  readonly firstNumber: number;
  readonly #hello: Hello;
  readonly #seams: Seams;
  #view: ScopeView;

  constructor(options: {
    organization: OpenOrganization;
    device: StoredDevice;
    view: ScopeView;
    hello: Hello;
    tokenEndsAt: number;
    seams: Seams;
  }) {
    this.organization = options.organization;
    this.device = options.device;
    this.tokenEndsAt = options.tokenEndsAt;
    this.#hello = options.hello;
    this.#seams = options.seams;
    this.#view = options.view;
    const { store } = this.organization;
    const { incarnation = '', follows } = store.durable.state() ?? {};
    const { hello } = options;
    this.firstNumber = hello.incarnation === incarnation ? hello.firstNumber : hello.nextNumber;
    this.plan = planSync(hello, options.view, {
      incarnation,
      lastSequence: store.lastSequence,
      follows,
    });
  }

  /** The rights under which pages are made; those of the last review. */
  view(): ScopeView {
    return this.#view;
  }

  /** The number of its change that is decided next. */
  get nextNumber(): number {
    const { highest } = this.organization.store.durable.decisions(this.device.number);
    return Math.max(highest + 1, this.firstNumber);
  }

  /** The first messages: welcome, metadata, and the verdicts that the device may not have got. */
  greeting(limits: SessionLimits): readonly RelayMessage[] {
    const { store } = this.organization;
    const decisions = store.durable.decisions(this.device.number);
    const missed = decisions.recent.filter((decision) => decision.number > this.#hello.lastVerdict);
    return [
      {
        type: 'welcome',
        deviceNumber: this.device.number,
        clock: this.#seams.now(),
        incarnation: store.durable.state()?.incarnation ?? '',
        metadataVersion: this.#view.metadata.metadata.version,
        sequence: store.lastSequence,
        lastDecided: decisions.highest,
        nextNumber: this.nextNumber,
        limits: {
          maxChangeBytes: limits.maxChangeBytes,
          maxOperations: limits.maxOperations,
          maxUnanswered: limits.maxUnanswered,
          maxPages: limits.maxPages,
        },
        plan: [...this.plan.actions],
      },
      ...(this.#hasMetadata() ? [] : [metadataMessage(this.#view)]),
      ...missed.map((decision) => verdictMessage(decidedVerdict(decision), { seams: this.#seams, limits })),
    ];
  }

  /**
   * Whether the device has this metadata, and the rights that hold now: those follow from its scope hashes, which
   * are over everything that decides rights.
   */
  #hasMetadata(): boolean {
    const { metadataVersion, filterVersion } = this.#hello;
    const isCurrent =
      metadataVersion === this.#view.metadata.metadata.version && filterVersion === FILTER_VERSION;
    return isCurrent && this.plan.isSameScope;
  }

  /**
   * Compares the rights that hold now with those that the device was told. Where nothing differs for it, its view
   * stays, and with it the page that is being made: by the invariant of views it says what the new one would.
   */
  review(): Review | Refusal {
    const view = this.organization.view(this.device.userId);
    if (view === undefined) return this.organization.isReady ? accountDisabled : unavailable;
    const before = this.#view;
    if (view === before) return { message: undefined, changed: [] };
    const entities = new Set([...before.offlineEntities(), ...view.offlineEntities()]);
    const changed = [...entities].filter(
      (entity) =>
        !sameHash(before.scopeHash(entity), view.scopeHash(entity)) ||
        isOffline(before, entity) !== isOffline(view, entity),
    );
    if (changed.length === 0 && before.metadata === view.metadata) return { message: undefined, changed };
    this.#view = view;
    return { message: metadataMessage(view), changed };
  }
}

/** Who says hello, by token and device id; what they may do is not asked yet. */
export interface Identity {
  readonly organization: OpenOrganization;
  readonly device: StoredDevice;
  readonly tokenEndsAt: number;
}

/** Who it is, or why they get no further. Rejects with `unavailable` when the store can't enroll the device. */
export async function identify(hello: Hello, desk: AdmissionDesk): Promise<Identity | Refusal> {
  if (hello.protocol !== PROTOCOL_VERSION) return versionUnsupported(hello.protocol);
  const claims = await desk.verifyToken(hello.token);
  if ('code' in claims) return claims;
  if (claims.organization !== hello.organization) return tokenRefused;
  const organization = desk.organization(hello.organization);
  if (organization === undefined) return notProvisioned;
  if (organization.directory.directory.users.get(claims.userId)?.disabled !== false) return accountDisabled;
  // Before the device is enrolled: one that the copy does not know of must not get a number that was issued.
  await organization.admitLoss(hello);
  const device = await organization.enroll(hello.deviceId as DeviceId, claims.userId);
  if ('code' in device) return device;
  if (device.userId !== claims.userId) return tokenRefused;
  return { organization, device, tokenEndsAt: claims.endsAt };
}

/**
 * Admits who was identified by the rights of this moment. The caller follows the organization in the same
 * step, so that no change of rights falls between.
 */
export function admit(identity: Identity, hello: Hello, seams: Seams): Admission | Refusal {
  const { organization, device, tokenEndsAt } = identity;
  if (!organization.isReady) return unavailable;
  if (tokenEndsAt <= seams.now()) return tokenExpired;
  if (organization.store.durable.deviceByNumber(device.number)?.revoked !== false) return deviceRevoked;
  const view = organization.view(device.userId);
  if (view === undefined) return organization.metadata === undefined ? notProvisioned : accountDisabled;
  return new Admission({ organization, device, view, hello, tokenEndsAt, seams });
}

function isOffline(view: ScopeView, entity: string): boolean {
  return view.metadata.entity(entity)?.isOffline === true;
}

function metadataMessage(view: ScopeView): RelayMessage {
  return {
    type: 'metadata',
    version: view.metadata.metadata.version,
    filterVersion: FILTER_VERSION,
    metadata: view.metadata.metadata,
    principal: view.principal,
  };
}

/** The version of the filter language that compiled filters need; none are sent yet. */
const FILTER_VERSION = 1;

const refusal = (code: Refusal['code'], reason: string): Refusal => ({ code, reason });
const versionUnsupported = (theirs: number) =>
  refusal('version-unsupported', `The relay speaks version ${PROTOCOL_VERSION}, the device ${theirs}.`);
const notProvisioned = refusal('not-provisioned', 'The organization has no published metadata here.');
const accountDisabled = refusal('account-disabled', 'The account is disabled or not known here.');
