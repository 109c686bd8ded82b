/**
 * An in-memory database that behaves like LevelDB over a disk that can lose power, fail and stall.
 *
 * Invariant: a synced write that resolved survives every crash together with all writes before it; of
 * the unsynced ones a crash leaves none, or a prefix that the injected random chooses. Each write
 * (a batch too) survives whole or not at all. After a failed write nothing can be written until the
 * database was opened again.
 */
import { MemoryLevel } from 'memory-level';

interface Operation {
  readonly type: 'put' | 'del';
  readonly key: Buffer;
  readonly value?: Buffer;
}
interface WriteOptions {
  readonly sync?: boolean;
}
/** The part of abstract-level's private interface that is built on here. */
interface PrivateLevel {
  _batch(operations: readonly Operation[], options: object): Promise<void>;
  _clear(options: object): Promise<void>;
  _getSync(key: unknown, options: object): unknown;
}
const memory = MemoryLevel.prototype as unknown as PrivateLevel;

/** What a crash leaves of the writes that were not synced. */
export type Survivors = 'none' | 'prefix';
/** Whether a write that fails has reached the (volatile) log all the same. */
export type FailingWrites = 'lost' | 'kept';

export class LossyLevel extends MemoryLevel<string, Uint8Array> {
  readonly #random: () => number;
  readonly #durable = new Map<string, Operation>();
  #unsynced: (readonly Operation[])[] = [];
  #failing: FailingWrites | null = null;
  #writesLeft = 0;
  #isBroken = false;
  #isUnreadable = false;
  #stalled: { readonly freed: Promise<void>; readonly free: () => void } | null = null;
  /** Counts crashes: a write that began before one never happens. */
  #life = 0;

  constructor(random: () => number) {
    super({ keyEncoding: 'utf8', valueEncoding: 'view' });
    this.#random = random;
  }

  /** The power goes: what is not synced is gone, the database is closed and can be opened again. */
  async crash(survivors: Survivors = 'none'): Promise<void> {
    this.#life++;
    const kept = survivors === 'none' ? 0 : Math.floor(this.#random() * (this.#unsynced.length + 1));
    for (const write of this.#unsynced.slice(0, kept)) this.#keep(write);
    this.#unsynced = [];
    this.recover();
    if (this.status === 'open') await this.close();
    await memory._clear.call(this, { limit: -1 });
    await memory._batch.call(this, [...this.#durable.values()], {});
  }

  /** What a loss of power at this moment would leave, by key. */
  get durable(): ReadonlyMap<string, Uint8Array> {
    const values = new Map<string, Uint8Array>();
    for (const [key, { value }] of this.#durable) if (value !== undefined) values.set(key, value);
    return values;
  }

  /** One durable value. */
  durableValue(key: string): Uint8Array | undefined {
    return this.#durable.get(key)?.value;
  }

  /**
   * The same disk for the next process: a database of its own, so that what an ended process still does
   * to this one reaches nobody.
   */
  async successor(): Promise<LossyLevel> {
    const next = new LossyLevel(this.#random);
    await next.open();
    const synced = { keyEncoding: 'utf8', valueEncoding: 'view', sync: true };
    await next.batch(
      Array.from(this.durable, ([key, value]) => ({ type: 'put', key, value }) as const),
      synced,
    );
    await next.close();
    return next;
  }

  /** After so many more writes every write fails, until `recover` and an opening. */
  failWrites(how: FailingWrites, afterWrites = 0): void {
    this.#failing = how;
    this.#writesLeft = afterWrites;
  }

  /** From here on nothing can be read at once, until `mendReads`. */
  failReads(): void {
    this.#isUnreadable = true;
  }

  mendReads(): void {
    this.#isUnreadable = false;
  }

  /** From here on no write ends, until `recover`. */
  stallWrites(): void {
    if (this.#stalled !== null) return;
    let free = (): void => undefined;
    const freed = new Promise<void>((resolve) => {
      free = resolve;
    });
    this.#stalled = { freed, free };
  }

  /** Writes end again, as they would have. */
  resumeWrites(): void {
    this.#stalled?.free();
    this.#stalled = null;
  }

  /** The disk works again; a database that saw a failure still has to be opened anew. */
  recover(): void {
    this.#failing = null;
    this.resumeWrites();
  }

  /** Changes or removes (null) a stored value behind everyone's back, as a bad disk does. */
  async damage(key: string, change: (value: Uint8Array) => Uint8Array | null): Promise<void> {
    const value = await this.get(key);
    if (value === undefined) throw new Error(`nothing is stored at ${key}`);
    const changed = change(new Uint8Array(value));
    const stored = Buffer.from(key);
    await this.#write(
      [
        changed === null
          ? { type: 'del', key: stored }
          : { type: 'put', key: stored, value: Buffer.from(changed) },
      ],
      { sync: true },
    );
  }

  async _open(): Promise<void> {
    this.#isBroken = false;
  }
  async _put(key: Buffer, value: Buffer, options: WriteOptions): Promise<void> {
    await this.#write([{ type: 'put', key, value }], options);
  }
  async _del(key: Buffer, options: WriteOptions): Promise<void> {
    await this.#write([{ type: 'del', key }], options);
  }
  _getSync(key: unknown, options: object): unknown {
    if (this.#isUnreadable) throw new Error('a bad block');
    return memory._getSync.call(this, key, options);
  }

  async _batch(operations: readonly Operation[], options: WriteOptions): Promise<void> {
    await this.#write(operations, options);
  }

  /** Each key that a clearing finds is removed, as LevelDB does it: nothing of that is synced. */
  async _clear(options: object): Promise<void> {
    const found: Operation[] = [];
    for await (const key of this.keys<Buffer>({ ...options, keyEncoding: 'buffer' }))
      found.push({ type: 'del', key });
    if (found.length > 0) await this.#write(found, {});
  }

  async #write(operations: readonly Operation[], { sync = false }: WriteOptions): Promise<void> {
    const life = this.#life;
    await this.#stalled?.freed;
    if (life !== this.#life) throw new Error('the power went during the write');
    if (this.#isBroken) throw new Error('an earlier write failed; open the database again');
    if (this.#failing !== null && this.#writesLeft-- <= 0) {
      this.#isBroken = true;
      if (this.#failing === 'kept') await this.#apply(operations);
      throw new Error('the disk failed');
    }
    await this.#apply(operations);
    if (life !== this.#life) throw new Error('the power went during the write');
    if (!sync) return;
    for (const write of this.#unsynced) this.#keep(write);
    this.#unsynced = [];
  }

  async #apply(operations: readonly Operation[]): Promise<void> {
    this.#unsynced.push(operations);
    await memory._batch.call(this, operations, {});
  }

  #keep(write: readonly Operation[]): void {
    for (const operation of write) {
      const key = operation.key.toString('latin1');
      if (operation.type === 'put') this.#durable.set(key, operation);
      else this.#durable.delete(key);
    }
  }
}
