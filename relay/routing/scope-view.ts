/**
 * What one user's devices see of an organization, as far as routing needs it: principal and metadata
 * together, with what follows from both computed once per entity.
 *
 * Invariant: never changed; a change of the directory or of metadata makes a new one. Two views with
 * the same scope hash of an entity give the same members, masks and readable parts of it.
 */
import { createHash } from 'node:crypto';
import type { EntityIndex, MetadataIndex } from '../../engine/model/index.ts';
import {
  accessMask,
  type Principal,
  type RecordOwner,
  readableParts,
  scopeHashInput,
} from '../../engine/security/index.ts';
import { isMember } from './membership.ts';

/** Bytes of a scope hash: enough that two different scopes never share one by chance. */
const SCOPE_HASH_BYTES = 16;

interface EntityScope {
  readonly index: EntityIndex;
  readonly readable: ReadonlySet<string>;
  /** By owner, then by business unit. */
  readonly masks: Map<string | null, Map<string | null, number>>;
  /** Computed when it is asked for first. */
  hash?: Uint8Array;
}

export class ScopeView {
  readonly principal: Principal;
  readonly metadata: MetadataIndex;
  readonly #entities = new Map<string, EntityScope | undefined>();

  constructor(principal: Principal, metadata: MetadataIndex) {
    this.principal = principal;
    this.metadata = metadata;
  }

  /** The names of the entities whose records tablets may hold, in the order of the metadata. */
  offlineEntities(): readonly string[] {
    return this.metadata.metadata.entities
      .map((entity) => entity.name)
      .filter((name) => this.metadata.entity(name)?.isOffline);
  }

  isMember(entity: string, owner: RecordOwner): boolean {
    return isMember(this.principal, this.#scope(entity)?.index, owner);
  }

  /** What the user may do with a record of that owner; a bit per privilege. */
  mask(entity: string, owner: RecordOwner): number {
    const scope = this.#scope(entity);
    if (scope === undefined) return 0;
    const { ownerid, owningbusinessunit } = owner;
    const known = scope.masks.get(ownerid)?.get(owningbusinessunit);
    if (known !== undefined) return known;
    const mask = accessMask(this.principal, scope.index, owner);
    const ofOwner = scope.masks.get(ownerid) ?? new Map();
    scope.masks.set(ownerid, ofOwner.set(owningbusinessunit, mask));
    return mask;
  }

  /** Whether the user may read the part of records that they may read. */
  mayReadPart(entity: string, part: string): boolean {
    return this.#scope(entity)?.readable.has(part) === true;
  }

  /** Whether the user may read the attribute of records that they may read. */
  mayReadAttribute(entity: string, attribute: string): boolean {
    const scope = this.#scope(entity);
    return (
      scope?.index.attribute(attribute) !== undefined && scope.readable.has(scope.index.partOf(attribute))
    );
  }

  /**
   * A hash over everything that decides which records of the entity the user's devices hold, with
   * which masks and parts. Where a device names the same one, only the change log matters.
   */
  scopeHash(entity: string): Uint8Array {
    const scope = this.#scope(entity);
    if (scope === undefined) return new Uint8Array(0);
    scope.hash ??= new Uint8Array(
      createHash('sha256')
        .update(scopeHashInput(this.principal, scope.index))
        .digest()
        .subarray(0, SCOPE_HASH_BYTES),
    );
    return scope.hash;
  }

  #scope(entity: string): EntityScope | undefined {
    if (this.#entities.has(entity)) return this.#entities.get(entity);
    const index = this.metadata.entity(entity);
    const scope: EntityScope | undefined = index && {
      ...{ index, readable: readableParts(this.principal, index), masks: new Map() },
    };
    this.#entities.set(entity, scope);
    return scope;
  }
}
