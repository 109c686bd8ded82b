/**
 * Several edits that are one change: all of them or none, here, at the relay, and on every device.
 *
 * It only gathers: nothing is formed until the function that was given to `transact` has ended, so it
 * may take its time and read what it likes.
 */
import { newRecordId, type OwnerId, type RecordId, type StateCode, type Values } from '../model/index.ts';
import type { DeviceCore } from './device-core.ts';
import type { EditRequest } from './form-change.ts';
import { recordKey } from './storage-keys.ts';

export interface CreateOptions {
  /** Made where absent. */
  readonly id?: RecordId;
  /** The user or owner team that shall own it; its author where absent. */
  readonly ownerid?: OwnerId;
}

export class Transaction {
  readonly #core: DeviceCore;
  readonly requests: EditRequest[] = [];

  constructor(core: DeviceCore) {
    this.#core = core;
  }

  /** Creates a record. Returns its id, so that what follows can name it. */
  create(entity: string, values: Values, options: CreateOptions = {}): RecordId {
    const request = createRequest(this.#core, entity, values, options);
    this.requests.push(request.edit);
    return request.id;
  }

  set(entity: string, id: RecordId, values: Values): void {
    this.requests.push({ kind: 'update', key: recordKey(entity, id), values });
  }

  delete(entity: string, id: RecordId): void {
    this.requests.push({ kind: 'delete', key: recordKey(entity, id) });
  }

  setState(entity: string, id: RecordId, statecode: StateCode): void {
    this.requests.push({ kind: 'set-state', key: recordKey(entity, id), statecode });
  }

  assign(entity: string, id: RecordId, ownerid: OwnerId): void {
    this.requests.push({ kind: 'assign', key: recordKey(entity, id), ownerid });
  }
}

/** The request that creates a record, with the id that it gets. */
export function createRequest(
  core: DeviceCore,
  entity: string,
  values: Values,
  { id, ownerid }: CreateOptions,
): { id: RecordId; edit: EditRequest } {
  const { seams, clock } = core;
  const given = id ?? newRecordId({ now: () => clock.now(), randomBytes: (n) => seams.randomBytes(n) });
  return {
    id: given,
    edit: { kind: 'create', key: recordKey(entity, given), values, ownerid: ownerid ?? null },
  };
}
