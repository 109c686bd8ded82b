/**
 * A relay that does what a test tells it to, over the real protocol: it takes any device, remembers
 * what it was sent, and answers by hand. For what a device makes of verdicts and pages; the real relay
 * decides elsewhere.
 */
import type { Connect, Socket } from '../../engine/device/index.ts';
import {
  asId,
  type DeviceNumber,
  type Metadata,
  type RecordId,
  type SystemColumns,
  type UserId,
  type Values,
} from '../../engine/model/index.ts';
import {
  type DeviceMessage,
  decodeDeviceMessage,
  encodeRelayMessage,
  type Hello,
  type PageItem,
  type PushMessage,
  type RelayMessage,
  type Welcome,
} from '../../engine/protocol/index.ts';
import { type Principal, privileges } from '../../engine/security/index.ts';
import type { VirtualTime } from './virtual-time.ts';

export const AUTHOR = asId<UserId>('018f4e2a-0000-4000-8000-00000000000a');
const UNIT = '018f4e2a-0000-4000-8000-0000000000b0';
export const ALL_RIGHTS = 255;

/** A user with every privilege on the entities of the metadata. */
export function powerfulPrincipal(metadata: Metadata): Principal {
  const grants = metadata.entities.map(({ name }) => [
    name,
    privileges.map((privilege) => ({
      ...{ privilege, level: 'organization' as const, from: asId<never>(UNIT), coversOwn: true },
      through: { role: asId<never>(UNIT), team: null },
    })),
  ]);
  return {
    ...{ userId: AUTHOR, unitId: asId<never>(UNIT), ownerTeams: [], teams: [], unitsBelow: {} },
    ...{ grants: Object.fromEntries(grants), columns: {}, language: 'en', timeZone: 'UTC' },
  };
}

export class ScriptedRelay {
  readonly metadata: Metadata;
  readonly #time: VirtualTime;
  readonly received: DeviceMessage[] = [];
  sequence = 0;
  lastDecided = 0;
  maxUnanswered = 64;
  maxChangeBytes = 1_000_000;
  maxOperations = 100;
  deviceNumber = 5000 as DeviceNumber;
  /** Another one stands for a restore from a backup. */
  incarnation = '018f4e2a-0000-4000-8000-0000000000c0';
  /** Whether a connection gets through at all. */
  isReachable = true;
  /** Whether nothing that it says arrives any more. */
  isDeaf = false;
  /** What the welcome says of each entity. */
  plan: Welcome['plan'] = [];
  /** Said instead of a welcome. */
  refusal: RelayMessage | undefined;
  #socket: Socket | undefined;
  #page = 0;
  connections = 0;

  constructor(metadata: Metadata, time: VirtualTime) {
    this.metadata = metadata;
    this.#time = time;
  }

  /** The seam for the device. */
  readonly connect: Connect = () => {
    this.connections++;
    const socket: Socket = {
      send: (bytes) => this.#receive(socket, bytes),
      close: () => {
        if (this.#socket === socket) this.#socket = undefined;
      },
      bufferedAmount: 0,
      onOpen: null,
      onMessage: null,
      onClose: null,
    };
    this.#time.setTimer(1, () => {
      if (this.isReachable) socket.onOpen?.();
      else socket.onClose?.({ code: 1006, reason: '' });
    });
    return socket;
  };

  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  /** The pushes so far, or those since the last call with `clear`. */
  get pushes(): PushMessage[] {
    return this.received.filter((message) => message.type === 'push');
  }

  /** The last push. */
  get push(): PushMessage {
    const last = this.pushes.at(-1);
    if (last === undefined) throw new Error('nothing was pushed');
    return last;
  }

  /** Sends a message; it arrives a millisecond later. */
  say(message: RelayMessage): void {
    const socket = this.#socket;
    const bytes = encodeRelayMessage(message);
    this.#time.setTimer(1, () => {
      if (this.#socket === socket && !this.isDeaf) socket?.onMessage?.(bytes);
    });
  }

  page(items: PageItem[], options: Partial<Extract<RelayMessage, { type: 'page' }>> = {}): void {
    this.say({ type: 'page', page: ++this.#page, cursor: this.sequence, items, ...options });
  }

  accept(push: PushMessage): number {
    this.sequence++;
    this.lastDecided = push.number;
    this.say({ type: 'accepted', number: push.number, sequence: this.sequence });
    return this.sequence;
  }

  /** Sends a change back as the real relay would: one patch for each record, own bytes by name. */
  comeBack(push: PushMessage, values: Values = {}, version = this.sequence): void {
    this.page(
      push.operations.map(
        (operation): PageItem => ({
          ...{ kind: 'patch', entity: operation.entity, id: operation.id, own: push.uuid },
          ...{
            from: operation.kind === 'create' ? 0 : version - 1,
            system: systemOf(version, this.#time.now),
          },
          ...{ values, mask: ALL_RIGHTS, via: 0 },
          parts:
            operation.kind === 'create' || operation.kind === 'update'
              ? operation.parts.map(({ part, epoch }) => ({ form: 'own' as const, part, epoch }))
              : [],
        }),
      ),
    );
  }

  reject(push: PushMessage, changes: Partial<Extract<RelayMessage, { type: 'rejected' }>> = {}): void {
    this.lastDecided = push.number;
    this.say({
      ...{ type: 'rejected', number: push.number, code: 'privilege-missing', reason: 'no' },
      ...{ attributes: [], leftPlaceholder: true, ...changes },
    });
  }

  put(
    entity: string,
    id: RecordId,
    values: Values,
    changes: Partial<Extract<PageItem, { kind: 'put' }>> = {},
  ): PageItem {
    return {
      ...{
        kind: 'put',
        entity,
        id,
        system: systemOf(this.sequence, this.#time.now),
        values,
        mask: ALL_RIGHTS,
      },
      ...{ via: 0, parts: [], ...changes },
    };
  }

  /** Cuts the connection. */
  drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.onClose?.({ code: 1006, reason: '' });
  }

  #receive(socket: Socket, bytes: Uint8Array): void {
    const decoded = decodeDeviceMessage(bytes.slice());
    if (!decoded.ok) throw new Error(decoded.refusal.reason);
    this.received.push(decoded.message);
    if (decoded.message.type === 'hello') this.#greet(socket, decoded.message);
    if (decoded.message.type === 'ping') this.say({ type: 'pong' });
  }

  #greet(socket: Socket, hello: Hello): void {
    this.#socket = socket;
    this.#page = 0;
    if (this.refusal !== undefined) {
      this.say(this.refusal);
      return;
    }
    this.say(this.#welcome(hello));
    if (hello.metadataVersion < this.metadata.version) {
      const { metadata } = this;
      const principal = powerfulPrincipal(metadata);
      this.say({ type: 'metadata', version: metadata.version, filterVersion: 1, metadata, principal });
    }
  }

  #welcome({ incarnation, firstNumber, nextNumber }: Hello): Welcome {
    const first = incarnation === this.incarnation ? firstNumber : nextNumber;
    return {
      ...{
        type: 'welcome',
        deviceNumber: this.deviceNumber,
        clock: this.#time.now,
        incarnation: this.incarnation,
      },
      ...{ metadataVersion: this.metadata.version, sequence: this.sequence, lastDecided: this.lastDecided },
      nextNumber: Math.max(this.lastDecided + 1, first),
      limits: {
        maxChangeBytes: this.maxChangeBytes,
        maxOperations: this.maxOperations,
        maxUnanswered: this.maxUnanswered,
        maxPages: 4,
      },
      plan: [...this.plan],
    };
  }
}

/** System columns of a record that `AUTHOR` owns. */
export function systemOf(versionnumber: number, now: number): SystemColumns {
  return {
    ...{ versionnumber, createdon: now, createdby: AUTHOR, modifiedon: now, modifiedby: AUTHOR },
    ...{ ownerid: AUTHOR, owningbusinessunit: asId<never>(UNIT), statecode: 'active' },
  };
}
