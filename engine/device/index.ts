/** The device: what an app on a tablet works with. */

export { createDevice, type Device, type DeviceOptions } from './device.ts';
export type { ViewChange } from './device-core.ts';
export type { DraftOperation, DraftReason } from './draft.ts';
export type { DraftHandle } from './draft-handle.ts';
export type { QueryOptions } from './live-lists.ts';
export type { LiveQuery } from './live-query.ts';
export type { May, MayNot } from './may.ts';
export {
  connectBy,
  type OpenDeviceOptions,
  openDevice,
  realSeams,
  type WebSocketConstructor,
  type WebSocketLike,
} from './open-device.ts';
export type { RecordHandle } from './record-handle.ts';
export type { Connect, Socket } from './socket.ts';
export type { DeviceDatabase } from './storage.ts';
export type { SyncMode } from './sync.ts';
export type { EntityDownload, SyncPhase, SyncStatus } from './sync-state.ts';
export type { CreateOptions, Transaction } from './transaction.ts';
export type { ViewRow } from './view-row.ts';
