/** One item of the directory as the store keeps it: a unit, a user, a team, a role, a column profile. */

export const directoryItemKinds = ['unit', 'user', 'team', 'role', 'column-profile'] as const;
export type DirectoryItemKind = (typeof directoryItemKinds)[number];

/** Plain data; sets are arrays here. */
export interface DirectoryItem {
  readonly kind: DirectoryItemKind;
  readonly id: string;
}
