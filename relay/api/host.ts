/** What the interface needs of the relay that it operates; handed in, so that tests and commands need no port. */
import type { Seams } from '../../engine/clock/index.ts';
import type { OrganizationId, Refusal, UserId } from '../../engine/model/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import type { FirstState } from '../store/index.ts';

/** Answers what is its own; undefined for what is the interface's. A refusal is thrown as a RejoinError. */
export type Site = (request: Request) => Promise<Response | undefined>;

export interface ApiHost {
  readonly seams: Seams;
  /** What stands beside the interface, where something does. */
  readonly site: Site | undefined;
  /** Whoever has it may do everything. */
  readonly operatorKey: string;
  readonly maxBodyBytes: number;
  readonly maxSolutionBytes: number;
  readonly organizations: readonly OrganizationId[];
  organization(id: OrganizationId): OpenOrganization | undefined;
  createOrganization(
    id: OrganizationId,
    first: Omit<FirstState, 'time'>,
  ): Promise<OpenOrganization | Refusal>;
  signToken(request: {
    readonly userId: UserId;
    readonly organization: OrganizationId;
    readonly lifetimeMs: number;
  }): Promise<{ readonly token: string; readonly endsAt: number }>;
  /** The organizations that take no commits at the moment; undefined while the relay stops. */
  unready(): readonly OrganizationId[] | undefined;
  /** Told of every answer, without query strings. */
  onRequest(request: { readonly method: string; readonly path: string; readonly status: number }): void;
  /** Told of a defect. */
  onFailure(request: { readonly method: string; readonly path: string; readonly error: unknown }): void;
}
