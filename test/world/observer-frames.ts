/**
 * The observer's reading of frames, from their bytes to plain data, by `docs/protocol.md` alone.
 *
 * It shares no code with engine or relay, so that an error in the protocol's definitions shows here as a
 * difference and is not repeated. What no watch asks about is read over by its type, and named `other`.
 */
import { createHash } from 'node:crypto';
import { FrameBytes } from './observer-bytes.ts';

export interface SeenPush {
  readonly type: 'push';
  readonly number: number;
  readonly uuid: string;
  readonly lastVerdict: number;
  readonly stamp: number;
  readonly operations: readonly SeenPushOperation[];
}

export interface SeenPushOperation {
  readonly kind: 'create' | 'update' | 'delete' | 'set-state' | 'assign';
  readonly entity: string;
  readonly id: string;
  /** Yjs updates in format V1. */
  readonly parts: readonly { readonly part: string; readonly epoch: number; readonly update: Uint8Array }[];
}

export interface SeenHello {
  readonly type: 'hello';
  readonly nextNumber: number;
  readonly lastVerdict: number;
  readonly cursor: number;
  readonly entities: readonly { readonly entity: string; readonly after: string | undefined }[];
}

export interface SeenStored {
  readonly type: 'stored';
  readonly cursor: number;
  readonly page: number;
}

export type SeenDeviceMessage = SeenHello | SeenPush | SeenStored | { readonly type: 'other' };

export interface SeenWelcome {
  readonly type: 'welcome';
  readonly deviceNumber: number;
  readonly plan: readonly {
    readonly entity: string;
    readonly action: 'resume' | 'reconcile' | 'first-download';
  }[];
}

export interface SeenRange {
  readonly entity: string;
  readonly upTo: string | undefined;
  readonly sequence: number;
}

export interface SeenPageItem {
  readonly kind: 'put' | 'patch' | 'leave';
  readonly entity: string;
  /** Absent where a whole entity leaves. */
  readonly id: string | undefined;
}

export interface SeenPage {
  readonly type: 'page';
  readonly page: number;
  readonly cursor: number;
  readonly range: SeenRange | undefined;
  readonly items: readonly SeenPageItem[];
}

export type SeenRelayMessage =
  | SeenWelcome
  | SeenPage
  | { readonly type: 'accepted'; readonly number: number; readonly sequence: number }
  | { readonly type: 'rejected' | 'reform' | 'resume-at'; readonly number: number; readonly code: string }
  | { readonly type: 'other' };

/** Reads a frame from a device. Throws at what the page does not allow. */
export function readDeviceFrame(frame: Uint8Array): SeenDeviceMessage {
  const from = new FrameBytes(frame);
  const type = from.uint();
  switch (type) {
    case 1:
      return whole(from, readHello(from));
    case 2:
      return whole(from, readPush(from, frame));
    case 3:
      return whole(from, { type: 'stored', cursor: from.uint(), page: from.uint() });
    case 5:
    case 8:
    case 12:
    case 13:
      return { type: 'other' };
    default:
      throw new Error(`a device sends no type ${type}`);
  }
}

/** Reads a frame from a relay. Throws at what the page does not allow. */
export function readRelayFrame(frame: Uint8Array): SeenRelayMessage {
  const from = new FrameBytes(frame);
  const type = from.uint();
  switch (type) {
    case 64:
      return whole(from, readWelcome(from));
    case 66:
      return whole(from, readPage(from));
    case 67:
      return whole(from, { type: 'accepted', number: from.uint(), sequence: from.uint() });
    case 68:
      return whole(from, readRejected(from));
    case 69:
    case 70: {
      const verdict = { type: type === 69 ? 'reform' : 'resume-at', ...readVerdict(from) } as const;
      from.uint();
      return whole(from, verdict);
    }
    case 65:
    case 71:
    case 76:
    case 77:
    case 78:
      return { type: 'other' };
    default:
      throw new Error(`a relay sends no type ${type}`);
  }
}

function whole<T>(from: FrameBytes, message: T): T {
  if (!from.isAtEnd) throw new Error(`something follows the message at ${from.at}`);
  return message;
}

function readHello(from: FrameBytes): SeenHello {
  from.uint();
  from.text();
  from.text();
  from.uuid();
  from.text();
  const nextNumber = from.uint();
  from.uint();
  const lastVerdict = from.uint();
  from.uint();
  from.bytes();
  from.uint();
  from.uint();
  from.optional(() => from.uuid());
  const cursor = from.uint();
  const entities = from.list(() => {
    const entity = from.text();
    from.bytes();
    return { entity, after: from.optional(() => from.uuid()) };
  });
  return { type: 'hello', nextNumber, lastVerdict, cursor, entities };
}

function readPush(from: FrameBytes, frame: Uint8Array): SeenPush {
  const [number, uuid] = [from.uint(), from.uuid()];
  const hash = Buffer.from(from.raw(32)).toString('hex');
  const lastVerdict = from.uint();
  const hashed = createHash('sha256').update(frame.subarray(from.at)).digest('hex');
  if (hash !== hashed) throw new Error(`change ${number} has another hash than it names`);
  from.uint();
  const stamp = from.uint();
  const operations = from.list(() => readOperation(from));
  return { type: 'push', number, uuid, lastVerdict, stamp, operations };
}

const operationKinds = ['create', 'update', 'delete', 'set-state', 'assign'] as const;

function readOperation(from: FrameBytes): SeenPushOperation {
  const kind = operationKinds[from.choice(operationKinds.length)] ?? 'update';
  const [entity, id] = [from.text(), from.uuid()];
  if (kind === 'create') from.optional(() => from.uuid());
  if (kind === 'set-state') from.choice(2);
  if (kind === 'assign') from.uuid();
  const hasParts = kind === 'create' || kind === 'update';
  const part = () => ({ part: from.text(), epoch: from.uint(), update: from.bytes() });
  return { kind, entity, id, parts: hasParts ? from.list(part) : [] };
}

const actions = ['resume', 'reconcile', 'first-download'] as const;

function readWelcome(from: FrameBytes): SeenWelcome {
  const deviceNumber = from.uint();
  from.uint();
  from.uuid();
  // The metadata's version, the last sequence number, the last change decided and the next, four limits.
  for (let field = 0; field < 8; field++) from.uint();
  const plan = from.list(() => {
    const entity = from.text();
    return { entity, action: actions[from.choice(actions.length)] ?? 'resume' };
  });
  return { type: 'welcome', deviceNumber, plan };
}

function readPage(from: FrameBytes): SeenPage {
  const [page, cursor] = [from.uint(), from.uint()];
  const range = from.optional(() => {
    const entity = from.text();
    from.optional(() => from.uuid());
    const upTo = from.optional(() => from.uuid());
    from.bytes();
    return { entity, upTo, sequence: from.uint() };
  });
  from.optional(() => [from.text(), from.uint(), from.uint(), from.uint()]);
  return { type: 'page', page, cursor, range, items: from.list(() => readItem(from)) };
}

const itemKinds = ['put', 'patch', 'leave'] as const;

function readItem(from: FrameBytes): SeenPageItem {
  const kind = itemKinds[from.choice(itemKinds.length)] ?? 'put';
  if (kind === 'leave') {
    from.choice(2);
    return { kind, entity: from.text(), id: from.optional(() => from.uuid()) };
  }
  const [entity, id] = [from.text(), from.uuid()];
  if (kind === 'patch') {
    from.uint();
    from.optional(() => from.uuid());
  }
  readSystem(from);
  from.list(() => [from.text(), readValue(from)]);
  from.uint();
  from.uint();
  from.list(() => {
    const hasBytes = kind === 'put' || from.choice(3) !== 1;
    return [from.text(), from.uint(), hasBytes ? from.bytes() : undefined];
  });
  return { kind, entity, id };
}

function readSystem(from: FrameBytes): void {
  const flags = from.choice(8);
  from.uint();
  from.uint();
  from.uuid();
  from.uint();
  from.uuid();
  if ((flags & 1) !== 0) from.uuid();
  if ((flags & 2) !== 0) from.uuid();
}

function readValue(from: FrameBytes): unknown {
  const kind = from.choice(7);
  if (kind === 3 || kind === 4) return from.uint();
  if (kind === 5) return from.text();
  return kind === 6 ? [from.text(), from.uuid()] : undefined;
}

function readRejected(from: FrameBytes): SeenRelayMessage {
  const verdict = readVerdict(from);
  from.optional(() => [from.text(), from.uuid()]);
  from.list(() => from.text());
  from.boolean();
  return { type: 'rejected', ...verdict };
}

function readVerdict(from: FrameBytes): { readonly number: number; readonly code: string } {
  const verdict = { number: from.uint(), code: from.text() };
  from.text();
  return verdict;
}
