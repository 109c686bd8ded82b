/**
 * A tablet that is going to be killed: the real device over a real LevelDB folder and a real WebSocket. It
 * does what its parent asks, and says what became of it only when the device has said so.
 *
 * Invariant: the parent's ledger learns of a verdict when its frame arrived here, before the device
 * looks at it.
 */
import { WebSocket } from 'ws';
import { type Device, openDevice, type RecordHandle, type SyncStatus } from '../../engine/device/index.ts';
import { asId, type RecordId, RejoinError, type Values } from '../../engine/model/index.ts';
import { decodeRelayMessage } from '../../engine/protocol/index.ts';
import { ORGANIZATION } from './organization.ts';
import { millisecondsSince, stopOfEnvironment } from './stop-at.ts';

/** The argument, as JSON. */
export interface DeviceSettings {
  readonly storage: string;
  readonly url: string;
  readonly token: string;
}

export interface EditRequest {
  readonly kind: 'create' | 'update';
  readonly entity: string;
  readonly record: string;
  readonly values: Readonly<Record<string, string | { readonly entity: string; readonly id: string }>>;
}

export type DeviceRequest =
  | EditRequest
  | { readonly kind: 'delete'; readonly entity: string; readonly record: string }
  /** Types a marker into the notes of a record; `at` says where, from 0 to 1. */
  | {
      readonly kind: 'type';
      readonly entity: string;
      readonly record: string;
      readonly marker: string;
      readonly at: number;
    }
  | { readonly kind: 'transact'; readonly edits: readonly EditRequest[] }
  /** Sends a draft again; `at` says which, from 0 to 1. */
  | { readonly kind: 'retry'; readonly at: number }
  | { readonly kind: 'online' }
  | { readonly kind: 'wipe' };

export type DeviceNews =
  | { readonly kind: 'ready'; readonly tookMs: number }
  | { readonly kind: 'status'; readonly status: SyncStatus }
  | { readonly kind: 'welcome'; readonly number: number }
  | { readonly kind: 'accepted'; readonly number: number; readonly sequence: number }
  /** A word of the relay that explains why nothing moves, if nothing does. */
  | { readonly kind: 'heard'; readonly text: string }
  | { readonly kind: 'wiped' };

const OPEN_TEXTS = 3;

const say = (message: object): void => void process.send?.(message);
const tell = (news: DeviceNews): void => say(news);

/** Overhears what the relay says. */
class OverheardSocket extends WebSocket {
  constructor(url: string, protocols: string) {
    super(url, protocols);
    this.on('message', (data) => {
      if (!(data instanceof ArrayBuffer)) return;
      const decoded = decodeRelayMessage(new Uint8Array(data));
      if (!decoded.ok) return;
      const { message } = decoded;
      if (message.type === 'accepted') {
        tell({ kind: 'accepted', number: message.number, sequence: message.sequence });
      } else if (message.type === 'resume-at' || message.type === 'fault') {
        tell({ kind: 'heard', text: `${message.type} ${message.code}: ${message.reason}` });
      } else if (message.type === 'welcome') tell({ kind: 'welcome', number: message.deviceNumber });
    });
  }
}

class Hands {
  readonly #device: Device;
  readonly #open = new Map<string, RecordHandle>();

  constructor(device: Device) {
    this.#device = device;
  }

  async do(request: DeviceRequest): Promise<void> {
    const device = this.#device;
    switch (request.kind) {
      case 'create':
        await device.create(request.entity, valuesOf(request), { id: idOf(request) });
        return;
      case 'update':
        return device.update(request.entity, idOf(request), valuesOf(request));
      case 'delete':
        return device.delete(request.entity, idOf(request));
      case 'type':
        return this.#type(request);
      case 'transact':
        return device.transact((transaction) => {
          for (const edit of request.edits) {
            const [values, id] = [valuesOf(edit), idOf(edit)];
            if (edit.kind === 'create') transaction.create(edit.entity, values, { id });
            else transaction.set(edit.entity, id, values);
          }
        });
      case 'retry': {
        const drafts = device.drafts();
        return drafts[Math.floor(request.at * drafts.length)]?.retry();
      }
      case 'online':
        return device.goOnline();
      case 'wipe':
        return device.wipe();
    }
  }

  async #type({ entity, record, marker, at }: Extract<DeviceRequest, { kind: 'type' }>): Promise<void> {
    const handle = await this.#handle(entity, record);
    const text = handle.text('notes');
    const places = [
      0,
      ...Array.from(text.toString().matchAll(/~k\d{6}~/g), (one) => one.index + one[0].length),
    ];
    text.insert(places[Math.floor(at * places.length)] ?? 0, marker);
    await handle.flush();
  }

  async #handle(entity: string, record: string): Promise<RecordHandle> {
    const key = `${entity}/${record}`;
    const known = this.#open.get(key);
    if (known?.row !== undefined) return known;
    this.#open.delete(key);
    await known?.close();
    const [[oldKey, old] = []] = this.#open;
    if (oldKey !== undefined && this.#open.size >= OPEN_TEXTS) {
      this.#open.delete(oldKey);
      await old?.close();
    }
    const handle = await this.#device.open(entity, asId<RecordId>(record));
    this.#open.set(key, handle);
    return handle;
  }
}

const idOf = ({ record }: { readonly record: string }): RecordId => asId<RecordId>(record);
const valuesOf = ({ values }: EditRequest): Values => values as Values;

async function main({ storage, url, token }: DeviceSettings): Promise<void> {
  const began = process.hrtime.bigint();
  const reach = stopOfEnvironment();
  const device = await openDevice({
    ...{ storage, url, organization: ORGANIZATION, app: 'field', WebSocket: OverheardSocket },
    ...(reach !== undefined && { reach }),
    token: async () => token,
    onWiped: async () => tell({ kind: 'wiped' }),
  });
  const hands = new Hands(device);
  let isClosing = false;
  process.on('message', ({ id, ...request }: DeviceRequest & { readonly id: number }) => {
    hands.do(request).then(
      () => say({ kind: 'answer', id, ok: true }),
      (error: unknown) => {
        // What a closing device had no turn for may be stored all the same.
        if (isClosing) return;
        const code =
          error instanceof RejoinError && error.code !== 'internal-error' && error.code !== 'storage-failed'
            ? error.code
            : String(error instanceof Error ? error.stack : error);
        say({ kind: 'answer', id, ok: false, code });
      },
    );
  });
  process.on('SIGTERM', () => {
    isClosing = true;
    void device.close().then(() => process.exit(0));
  });
  process.on('disconnect', () => process.exit(1));
  tell({ kind: 'ready', tookMs: millisecondsSince(began) });
  tell({ kind: 'status', status: device.status });
  device.subscribe((status) => tell({ kind: 'status', status }));
}

await main(JSON.parse(process.argv[2] ?? '{}') as DeviceSettings);
