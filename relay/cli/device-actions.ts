/**
 * What each command of the terminal client does on a device, and what it says: data for programs, a text
 * for people.
 */

import type { Device, DraftHandle, RecordHandle, SyncStatus, ViewRow } from '../../engine/device/index.ts';
import { asId, classOf, type OwnerId, type RecordId, RejoinError } from '../../engine/model/index.ts';
import { type DeviceCommand, FORMS, recordId, valuesText } from './device-line.ts';
import { draftsText, rowText, statusText } from './device-texts.ts';
import { printable, table } from './table.ts';

export interface Answer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Told of changes in records that are open. */
export type OnRecord = (entity: string, id: string, row: ViewRow | undefined) => void;

const done = (text: string, data: Answer['data'] = {}): Answer => ({ data, text });

export class DeviceActions {
  readonly #device: Device;
  readonly #onRecord: OnRecord;
  readonly #syncTimeoutMs: number;
  readonly #open = new Map<string, RecordHandle>();

  constructor(device: Device, options: { readonly onRecord: OnRecord; readonly syncTimeoutMs: number }) {
    this.#device = device;
    this.#onRecord = options.onRecord;
    this.#syncTimeoutMs = options.syncTimeoutMs;
  }

  /** Does it. Throws a RejoinError where the device refuses. */
  async perform(command: Exclude<DeviceCommand, { do: 'quit' }>): Promise<Answer> {
    const device = this.#device;
    switch (command.do) {
      case 'list':
        return this.#list(command);
      case 'show':
        return this.#show(command.entity, command.id);
      case 'open':
        return this.#openRecord(command.entity, command.id);
      case 'close':
        return this.#closeRecord(command.entity, command.id);
      case 'set':
        await device.update(command.entity, recordId(command.id), command.values);
        return done('Set.', { id: command.id });
      case 'create': {
        const options = command.id === undefined ? {} : { id: recordId(command.id) };
        const id = await device.create(command.entity, command.values, options);
        return done(`Created ${command.entity} ${id}.`, { id });
      }
      case 'delete':
        await device.delete(command.entity, recordId(command.id));
        return done('Deleted.', { id: command.id });
      case 'transact': {
        const ids = await this.#transact(command.edits);
        return done(`One change of ${ids.length} records.`, { ids });
      }
      case 'assign':
        await this.#with(command, (record) => record.assign(asId<OwnerId>(command.owner)));
        return done('Assigned.', { id: command.id });
      case 'state':
        await this.#with(command, (record) => record.setState(command.state));
        return done(`The record is ${command.state}.`, { id: command.id });
      case 'text':
        return this.#text(command);
      case 'offline':
        device.goOffline();
        return done('Offline.');
      case 'online':
        device.goOnline();
        return done('Connecting.');
      case 'sync':
        await this.#sync();
        return statusAnswer(device.status);
      case 'status':
        return statusAnswer(device.status);
      case 'drafts':
        return draftsAnswer(device.drafts());
      case 'retry': {
        const draft = this.#draft(command.draft);
        await (command.without.length > 0 ? draft.retryWithout(command.without) : draft.retry());
        return done('Sent again.', { draft: command.draft });
      }
      case 'discard':
        await this.#draft(command.draft).discard();
        return done('Discarded.', { draft: command.draft });
      case 'edit':
        await this.#draft(command.draft).edit(command.values);
        return done('The draft is changed; retry sends it.', { draft: command.draft });
      case 'help':
        return done(Object.values(FORMS).join('\n'), { forms: FORMS });
    }
  }

  /** All of the edits as one change; resolves with the ids of the records, in the order of the edits. */
  #transact(edits: Extract<DeviceCommand, { do: 'transact' }>['edits']): Promise<readonly RecordId[]> {
    return this.#device.transact((transaction) =>
      edits.map((edit) => {
        if (edit.do === 'create') {
          const options = edit.id === undefined ? {} : { id: recordId(edit.id) };
          return transaction.create(edit.entity, edit.values, options);
        }
        const id = recordId(edit.id);
        if (edit.do === 'delete') transaction.delete(edit.entity, id);
        else transaction.set(edit.entity, id, edit.values);
        return id;
      }),
    );
  }

  /** Stores what was typed in records that are open. */
  async close(): Promise<void> {
    for (const record of this.#open.values()) await record.close();
    this.#open.clear();
  }

  #list({ entity, where, limit }: Extract<DeviceCommand, { do: 'list' }>): Answer {
    const conditions = Object.entries(where).map(([attribute, value]) =>
      value === null
        ? ({ attribute, operator: 'null' } as const)
        : ({ attribute, operator: 'equal', value } as const),
    );
    const query = this.#device.query(entity, {
      limit,
      ...(conditions.length > 0 && { where: { and: conditions } }),
    });
    const { rows, total } = query;
    query.close();
    const lines = rows.map((row) => [row.id, row.isPending ? '*' : '', valuesText(row.values)]);
    const text = table(['id', '', 'values'], lines, { isTerminal: false });
    const more = total > rows.length ? `\n${total - rows.length} more` : '';
    return done(text + more, { entity, total, records: rows.map(shown) });
  }

  async #show(entity: string, id: string): Promise<Answer> {
    const row = this.#device.get(entity, recordId(id));
    if (row === undefined) throw new RejoinError('record-gone', 'The record is not on this device.');
    const conflicts = await this.#with({ entity, id }, (record) => record.conflicts());
    return { data: { record: shown(row), conflicts }, text: rowText(row, conflicts) };
  }

  async #openRecord(entity: string, id: string): Promise<Answer> {
    const key = `${entity}/${id}`;
    if (!this.#open.has(key)) {
      const record = await this.#device.open(entity, recordId(id));
      record.subscribe((row) => this.#onRecord(entity, id, row));
      this.#open.set(key, record);
    }
    return this.#show(entity, id);
  }

  async #closeRecord(entity: string, id: string): Promise<Answer> {
    const key = `${entity}/${id}`;
    await this.#open.get(key)?.close();
    this.#open.delete(key);
    return done('Closed.', { id });
  }

  async #text(command: Extract<DeviceCommand, { do: 'text' }>): Promise<Answer> {
    const { attribute, at, remove, insert } = command;
    return this.#with(command, async (record) => {
      const text = record.text(attribute);
      const place = at ?? text.length;
      if (place + remove > text.length) {
        throw new RejoinError('invalid-argument', `The text has ${text.length} characters.`);
      }
      if (remove > 0) text.delete(place, remove);
      if (insert !== '') text.insert(place, insert);
      if (remove > 0 || insert !== '') await record.flush();
      const whole = text.toString();
      return done(printable(whole), { id: command.id, attribute, text: whole });
    });
  }

  /** The record that is open, or one opened for this alone. */
  async #with<T>(
    { entity, id }: { readonly entity: string; readonly id: string },
    use: (record: RecordHandle) => Promise<T>,
  ): Promise<T> {
    const open = this.#open.get(`${entity}/${id}`);
    if (open !== undefined) return use(open);
    const record = await this.#device.open(entity, recordId(id));
    try {
      return await use(record);
    } finally {
      await record.close();
    }
  }

  #draft(id: string): DraftHandle {
    const draft = this.#device.drafts().find((one) => one.id === id);
    if (draft === undefined) throw new RejoinError('not-found', `There is no draft ${id}.`);
    return draft;
  }

  async #sync(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unfinished(this.#device.status)), this.#syncTimeoutMs);
    });
    try {
      await Promise.race([this.#device.syncNow(), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function unfinished({ code, reason, state }: SyncStatus): RejoinError {
  if (code !== null && classOf(code) !== 'transient') return new RejoinError(code, reason ?? '');
  return new RejoinError('relay-unreachable', `The exchange has not ended in time; the device is ${state}.`);
}

function shown({ entity, id, values, system, mask, isPending }: ViewRow) {
  return { entity, id, values, system, mask, isPending };
}

function statusAnswer(status: SyncStatus): Answer {
  return { data: { status }, text: statusText(status) };
}

function draftsAnswer(drafts: readonly DraftHandle[]): Answer {
  const data = drafts.map(({ id, why, since, dependsOn, operations }) => ({
    draft: id,
    ...why,
    since,
    dependsOn,
    operations,
  }));
  return { data: { drafts: data }, text: draftsText(drafts) };
}
