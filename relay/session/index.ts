/** Connections of devices, and the organizations that they follow. */
export type { AdmissionDesk, TokenClaims } from './hello.ts';
export { OpenOrganization, type OpenOrganizationOptions, type RelayWork } from './open-organization.ts';
export { Session, type SessionEvent, type SessionOptions } from './session.ts';
export { DEFAULT_SESSION_LIMITS, type SessionLimits } from './session-limits.ts';
export type { Socket } from './socket.ts';
