/** The public face of security: who may do what, decided once for relay and device. */
export { authorize } from './authorize.ts';
export type {
  AuthorizeOperation,
  AuthorizeOptions,
  AuthorizeWorld,
  Decision,
  Ground,
  Owner,
  TraceStep,
} from './authorize-operation.ts';
export { checkDirectoryChange } from './check-directory.ts';
export { columnRights, readableParts, refuseUnknownAttributes } from './column-security.ts';
export { type Access, type AccessQuestion, decideAccess } from './decide-access.ts';
export { decidePrivilege } from './decide-privilege.ts';
export { type DirectoryChange, defaultTeamOf, type RoleHolder } from './directory-change.ts';
export { applyDirectoryChange, DirectoryDraft, emptyDirectory } from './directory-draft.ts';
export { accessMask, canRead, privilegeBit } from './entity-access.ts';
export {
  type AccessLevel,
  accessLevels,
  type BusinessUnit,
  type ColumnProfile,
  type ColumnRights,
  type Directory,
  type Grant,
  type Principal,
  type Privilege,
  privileges,
  type RecordOwner,
  type Role,
  type Team,
  type User,
} from './principal.ts';
export { isReadable } from './readable-record.ts';
export { ownerIn, resolvePrincipal, resolveTeamPrincipal } from './resolve-principal.ts';
export { scopeHashInput } from './scope-hash-input.ts';
