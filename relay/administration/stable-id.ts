/**
 * Ids that follow from names, so that importing the same file twice means the same things.
 *
 * Invariant: the id depends on the organization, the kind and the whole list of words, and on nothing
 * else; the words are joined as JSON, so that no two lists give one text.
 */
import { v5 } from 'uuid';
import type { OrganizationId } from '../../engine/model/index.ts';

/** The namespace of Rejoin's ids; never changes. */
const NAMESPACE = '5c1f0d3e-7a0b-5b6e-9a53-2f1d6c8e4b17';

export type StableKind = 'unit' | 'user' | 'team' | 'role' | 'column-profile' | 'record' | 'change';

/** A UUIDv5 of the words within the organization. */
export function stableId(organization: OrganizationId, kind: StableKind, words: readonly string[]): string {
  return v5(JSON.stringify([organization, kind, ...words]), NAMESPACE);
}
