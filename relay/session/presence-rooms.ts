/**
 * Presence: who has a text open, told to the others who have it open, and kept nowhere but here.
 *
 * A text that somebody has open is a room. What a session says of itself is kept as the newest it said, and told to
 * each of the others when their turn comes: so a session that talks too fast or reads too slowly loses what was in
 * between, and costs no memory. Invariants: whether both may read the text is asked anew each time that
 * something is told; who somebody is comes from their session, never from what they say; and who may not
 * read gets the same silence as who asks for what does not exist.
 */
import type { Seams } from '../../engine/clock/index.ts';
import type { DeviceNumber, MetadataIndex, RecordId, UserId } from '../../engine/model/index.ts';
import type { DevicePresence, RelayPresence, Whereabouts } from '../../engine/protocol/index.ts';
import type { DirectoryView } from '../directory/index.ts';
import type { ScopeView } from '../routing/index.ts';
import { isStoreFailure, type LogBatch, type RelayStore, type StoredRow } from '../store/index.ts';

/** Texts that one session may have open here; of more, nobody is told. */
const MAX_TEXTS = 16;
/** Sessions that one text may have; further ones are neither told nor shown. */
const MAX_PRESENT = 64;
/** The least time between two rounds of one text. */
const PAUSE_MS = 100;

/** A session as the rooms know it. */
export interface PresenceMember {
  readonly userId: UserId;
  readonly device: DeviceNumber;
  /** Whether what it was sent before has not left yet. */
  readonly isBehind: boolean;
  tell(message: RelayPresence): void;
}

/** What is asked of the organization, as it is at that moment. */
export interface PresenceHost {
  readonly store: RelayStore;
  readonly directory: DirectoryView;
  /** Undefined before the first was published. */
  readonly metadata: MetadataIndex | undefined;
  view(userId: UserId): ScopeView | undefined;
}

interface Room {
  readonly entity: string;
  readonly id: RecordId;
  readonly part: string;
  readonly present: Map<DeviceNumber, Present>;
  /** Ends the pause between two rounds; absent where there is none. */
  cancelPause?: () => void;
}

interface Present {
  readonly member: PresenceMember;
  whereabouts: Whereabouts;
  /** Of whom it has not been told the newest. */
  readonly due: Map<DeviceNumber, UserId>;
}

const GONE: Whereabouts = { kind: 'gone' };

export class PresenceRooms {
  readonly #host: PresenceHost;
  readonly #seams: Pick<Seams, 'setTimer'>;
  readonly #rooms = new Map<string, Room>();
  readonly #open = new Map<PresenceMember, Set<Room>>();

  constructor(host: PresenceHost, seams: Pick<Seams, 'setTimer'>) {
    this.#host = host;
    this.#seams = seams;
  }

  /** Takes what a session says of its user. */
  take(member: PresenceMember, { entity, id, part, whereabouts }: DevicePresence): void {
    const key = keyOf(entity, id, part);
    const room = this.#rooms.get(key) ?? { entity, id, part, present: new Map() };
    const known = room.present.get(member.device);
    if (whereabouts.kind === 'gone') {
      if (known !== undefined) this.#remove(room, known);
    } else if (known !== undefined) {
      known.whereabouts = whereabouts;
      this.#tellOthers(room, known);
    } else if (this.#mayEnter(room, member)) {
      const due = [...room.present.values()].map(
        (other) => [other.member.device, other.member.userId] as const,
      );
      const entering: Present = { member, whereabouts, due: new Map(due) };
      this.#rooms.set(key, room);
      room.present.set(member.device, entering);
      this.#open.set(member, (this.#open.get(member) ?? new Set()).add(room));
      this.#tellOthers(room, entering);
    }
  }

  /** The session has ended. */
  leave(member: PresenceMember): void {
    for (const room of this.#open.get(member) ?? []) {
      const present = room.present.get(member.device);
      if (present !== undefined) this.#remove(room, present);
    }
  }

  /** Rights or metadata changed. */
  review(): void {
    for (const room of [...this.#rooms.values()]) this.#settle(room);
  }

  /** Changes are durable: records may have another owner, or be gone. */
  recheck({ entries }: LogBatch): void {
    if (this.#rooms.size === 0) return;
    for (const entry of entries) {
      if (entry.kind !== 'accepted') continue;
      for (const { kind, entity, id } of entry.operations) {
        if (kind !== 'assign' && kind !== 'delete') continue;
        for (const { name } of this.#host.metadata?.entity(entity)?.parts ?? []) {
          const room = this.#rooms.get(keyOf(entity, id, name));
          if (room !== undefined) this.#settle(room);
        }
      }
    }
  }

  #mayEnter(room: Room, member: PresenceMember): boolean {
    const isFull = room.present.size >= MAX_PRESENT || (this.#open.get(member)?.size ?? 0) >= MAX_TEXTS;
    return !isFull && this.#mayRead(room, this.#row(room), member);
  }

  #mayRead({ entity, part }: Room, row: StoredRow | undefined, { userId }: PresenceMember): boolean {
    const view = row && this.#host.view(userId);
    if (row === undefined || view === undefined || !view.isMember(entity, row.system)) return false;
    return view.metadata.entity(entity)?.part(part)?.kind === 'text' && view.mayReadPart(entity, part);
  }

  /** Where the store can't be read, nobody may. */
  #row({ entity, id }: Room): StoredRow | undefined {
    try {
      return this.#host.store.durable.row(entity, id);
    } catch (error) {
      if (isStoreFailure(error)) return undefined;
      throw error;
    }
  }

  #tellOthers(room: Room, { member }: Present): void {
    for (const other of room.present.values()) {
      if (other.member !== member) other.due.set(member.device, member.userId);
    }
    this.#wake(room);
  }

  #remove(room: Room, present: Present): void {
    const { member } = present;
    room.present.delete(member.device);
    const open = this.#open.get(member);
    open?.delete(room);
    if (open?.size === 0) this.#open.delete(member);
    if (room.present.size > 0) {
      this.#tellOthers(room, present);
      return;
    }
    room.cancelPause?.();
    this.#rooms.delete(keyOf(room.entity, room.id, room.part));
  }

  /** Takes out who may not read the text any more. */
  #settle(room: Room): void {
    const row = this.#row(room);
    for (const present of [...room.present.values()]) {
      if (!this.#mayRead(room, row, present.member)) this.#remove(room, present);
    }
  }

  #wake(room: Room): void {
    if (room.cancelPause !== undefined) return;
    room.cancelPause = this.#seams.setTimer(PAUSE_MS, () => {
      delete room.cancelPause;
      if ([...room.present.values()].some(({ due }) => due.size > 0)) this.#wake(room);
    });
    this.#settle(room);
    for (const { member, due } of room.present.values()) {
      if (member.isBehind) continue;
      for (const [device, user] of due) member.tell(this.#messageOf(room, device, user));
      due.clear();
    }
  }

  #messageOf({ entity, id, part, present }: Room, device: DeviceNumber, user: UserId): RelayPresence {
    const name = this.#host.directory.directory.users.get(user)?.name ?? '';
    const whereabouts = present.get(device)?.whereabouts ?? GONE;
    return { type: 'presence', entity, id, part, device, user, name, whereabouts };
  }
}

function keyOf(entity: string, id: RecordId, part: string): string {
  return `${entity}/${id}/${part}`;
}
