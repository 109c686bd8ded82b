/** Connections of devices, and the organizations that they follow. */
export type { AdmissionDesk, TokenClaims } from './hello.ts';
export { OpenOrganization } from './open-organization.ts';
export type { OpenOrganizationOptions, RelayWork } from './organization-options.ts';
export { type PublishedMetadata, type RetypedAttribute, retypedAttributes } from './retyped-attributes.ts';
export { Session, type SessionOptions } from './session.ts';
export type { SessionEvent } from './session-event.ts';
export { tokenExpired, tokenRefused } from './session-faults.ts';
export { DEFAULT_SESSION_LIMITS, type SessionLimits } from './session-limits.ts';
export type { Socket } from './socket.ts';
