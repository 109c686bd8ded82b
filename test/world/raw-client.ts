/**
 * A device made of nothing but the protocol: a socket in memory, the messages that came, and a
 * `RawAuthor` for what it sends. It applies pages as a device does, and judges nothing.
 *
 * Invariant: `frames` holds every byte that the relay sent to it, in order.
 */
import {
  asId,
  type DeviceId,
  type OrganizationId,
  type RecordId,
  type SystemColumns,
  type Value,
  type Values,
} from '../../engine/model/index.ts';
import {
  type DeviceMessage,
  decodeRelayMessage,
  encodeDeviceMessage,
  type Hello,
  type Operation,
  type Page,
  type PageItem,
  PROTOCOL_VERSION,
  type PushMessage,
  type RelayMessage,
} from '../../engine/protocol/index.ts';
import type { Socket } from '../../relay/session/index.ts';
import type { RawAuthor } from './raw-author.ts';

/** A record as the device was told of it. */
export interface HeldRow {
  readonly entity: string;
  readonly system: SystemColumns;
  readonly values: Values;
  readonly mask: number;
}

export interface RawClientOptions {
  readonly author: RawAuthor;
  readonly organization: OrganizationId;
  readonly deviceId: DeviceId;
  readonly token: string;
  /** Hands the relay its end of the connection. */
  accept(socket: Socket): void;
  /** Lets everything happen that can without time passing. */
  settle(): Promise<void>;
}

type MessageOfType<T extends RelayMessage['type']> = Extract<RelayMessage, { type: T }>;

export class RawClient {
  readonly author: RawAuthor;
  readonly #options: RawClientOptions;
  frames: Uint8Array[] = [];
  messages: RelayMessage[] = [];
  /** What it holds by the pages that it applied. */
  readonly held = new Map<RecordId, HeldRow>();
  cursor = 0;
  incarnation = '';
  /** What it says that it holds, by entity, at the next `hello`. */
  readonly scopes = new Map<string, Hello['entities'][number]>();
  /** Whether it confirms pages as they come. */
  isConfirming = true;
  closed: { readonly code: number; readonly reason: string } | undefined;
  bufferedAmount = 0;
  #socket: Socket | undefined;

  constructor(options: RawClientOptions) {
    this.#options = options;
    this.author = options.author;
  }

  /** Connects and says hello; resolves when the relay has said what it has to say. */
  async connect(fields: Partial<Hello> = {}): Promise<this> {
    this.dial();
    this.send(this.hello(fields));
    await this.#options.settle();
    return this;
  }

  /** Opens the connection and says nothing. */
  dial(): this {
    this.closed = undefined;
    const client = this;
    const socket: Socket = {
      send: (bytes) => this.#receive(bytes.slice()),
      close: (code, reason) => {
        // An earlier connection of the same device may end behind its successor.
        if (this.#socket !== socket) return;
        this.closed = { code, reason };
        this.#socket = undefined;
      },
      get bufferedAmount() {
        return client.bufferedAmount;
      },
      onMessage: undefined,
      onClose: undefined,
    };
    this.#socket = socket;
    this.#options.accept(socket);
    return this;
  }

  hello(fields: Partial<Hello> = {}): Hello {
    const { organization, deviceId, token } = this.#options;
    const { nextNumber, firstNumber, lastVerdict, metadataVersion } = this.author;
    return {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      organization,
      app: 'field-service',
      deviceId,
      token,
      nextNumber,
      firstNumber,
      lastVerdict,
      clock: this.author.seams.now(),
      publicKey: new Uint8Array(0),
      metadataVersion,
      filterVersion: 1,
      incarnation: this.incarnation,
      cursor: this.cursor,
      entities: [...this.scopes.values()],
      ...fields,
    };
  }

  send(message: DeviceMessage): void {
    this.sendFrame(encodeDeviceMessage(message));
  }

  sendFrame(frame: Uint8Array): void {
    this.#socket?.onMessage?.(frame);
  }

  /** Sends the operations as the next change and lets the relay answer. */
  async push(operations: readonly Operation[], fields: Partial<PushMessage> = {}): Promise<PushMessage> {
    const message = this.author.push(operations, fields);
    this.send(message);
    await this.#options.settle();
    return message;
  }

  /** Creates a record and lets it come back. */
  async create(
    entity: string,
    values: Values,
    options: Parameters<RawAuthor['create']>[2] = {},
  ): Promise<RecordId> {
    const operation = this.author.create(entity, values, options);
    await this.push([operation]);
    return operation.id;
  }

  /** Writes values of `main` and lets the relay answer. */
  async update(entity: string, id: RecordId, values: Readonly<Record<string, Value>>): Promise<PushMessage> {
    return this.push([this.author.update(entity, id, values)]);
  }

  /** The connection breaks from this side. */
  hangUp(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.onClose?.();
  }

  /** All messages of a type that came. */
  of<T extends RelayMessage['type']>(type: T): MessageOfType<T>[] {
    return this.messages.filter((message): message is MessageOfType<T> => message.type === type);
  }

  /** The only message of a type. */
  the<T extends RelayMessage['type']>(type: T): MessageOfType<T> {
    const [message, ...others] = this.of(type);
    if (message === undefined || others.length > 0) {
      throw new Error(`${others.length + Number(message !== undefined)} messages ${type}, not one`);
    }
    return message;
  }

  /** Items of all pages that came, in order. */
  get items(): PageItem[] {
    return this.of('page').flatMap((page) => [...page.items]);
  }

  /** Forgets what came, so that a test sees what comes from here on. */
  clear(): void {
    this.frames = [];
    this.messages = [];
  }

  confirm(page: Page): void {
    this.send({ type: 'stored', cursor: page.cursor, page: page.page });
  }

  #receive(frame: Uint8Array): void {
    this.frames.push(frame);
    const decoded = decodeRelayMessage(frame);
    if (!decoded.ok)
      throw new Error(`the relay sent a frame that does not decode: ${decoded.refusal.reason}`);
    const { message } = decoded;
    this.messages.push(message);
    if (message.type === 'welcome') {
      this.author.device = message.deviceNumber;
      const isRestored = this.incarnation !== '' && this.incarnation !== message.incarnation;
      if (isRestored) this.author.firstNumber = message.nextNumber;
      this.incarnation = message.incarnation;
      const names = new Set(message.plan.map(({ entity }) => entity));
      for (const name of [...this.scopes.keys()]) if (!names.has(name)) this.scopes.delete(name);
    }
    if (message.type === 'metadata') this.author.metadataVersion = message.version;
    if (message.type !== 'page') return;
    this.#apply(message);
    if (this.isConfirming) this.confirm(message);
  }

  #apply({ items, range, cursor }: Page): void {
    const put = new Set(items.filter((item) => item.kind === 'put').map(({ id }) => id));
    if (range !== undefined) this.#applyRange(range, put);
    for (const item of items) {
      if (item.kind === 'leave') this.#leave(item.entity, item.id);
      else this.#take(item);
    }
    this.cursor = cursor;
  }

  #applyRange(
    { entity, after, upTo, scopeHash }: NonNullable<Page['range']>,
    put: Set<RecordId | undefined>,
  ): void {
    for (const [id, row] of this.held) {
      const isInside = (after === undefined || id > after) && (upTo === undefined || id <= upTo);
      if (row.entity === entity && isInside && !put.has(id)) this.#leave(entity, id);
    }
    this.scopes.set(entity, { entity, scopeHash, ...(upTo !== undefined && { after: upTo }) });
  }

  #leave(entity: string, id: RecordId | undefined): void {
    for (const [held, row] of this.held) {
      if (row.entity !== entity || (id !== undefined && held !== id)) continue;
      this.held.delete(held);
      this.author.forget(held);
    }
    if (id === undefined) this.scopes.delete(entity);
  }

  #take(item: Exclude<PageItem, { kind: 'leave' }>): void {
    const { id, entity, system, mask } = item;
    const known = this.held.get(id);
    if (known !== undefined && known.system.versionnumber >= system.versionnumber && item.kind === 'patch')
      return;
    if (item.kind === 'put') this.author.takePut(item);
    else this.author.takePatch(item);
    const merged = item.kind === 'put' ? item.values : { ...known?.values, ...item.values };
    const values = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
    this.held.set(id, { entity, system, mask, values });
  }
}

/** A device id for tests. */
export const aDeviceId = (place: number): DeviceId =>
  asId(`018f4e2a-0000-4000-8000-${place.toString(16).padStart(12, '0')}`);
