/** The relay's HTTP interface for operators. */
export { statusOf } from './answer.ts';
export { type AuditLine, auditLine } from './audit-line.ts';
export { createApi } from './create-api.ts';
export type { ApiHost, Site } from './host.ts';
