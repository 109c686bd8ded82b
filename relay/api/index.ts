/** The relay's HTTP interface for operators. */
export type { AuditLine } from './audit-line.ts';
export { createApi } from './create-api.ts';
export type { ApiHost } from './host.ts';
