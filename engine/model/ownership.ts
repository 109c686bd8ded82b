/** How records of an entity can be owned. */

export const ownershipTypes = ['user-or-team', 'organization', 'business', 'none'] as const;
/** Who can own records of an entity; decides which access levels exist for it. */
export type OwnershipType = (typeof ownershipTypes)[number];
