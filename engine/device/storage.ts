/**
 * The device's storage over one `abstract-level` database: IndexedDB in a browser, LevelDB in Node,
 * memory in tests.
 *
 * Invariant: everything goes in as one atomic batch that is on the disk when it resolves; a batch
 * that failed changed nothing. Whatever the database throws comes out as a code that says
 * why: `storage-failed` where no other fits.
 */
import type { AbstractLevel } from 'abstract-level';
import type { ReachPoint } from '../clock/index.ts';
import { databaseFailureOf, RejoinError } from '../model/index.ts';
import { KnownTexts } from './known-texts.ts';
import { LAST, REMOVED, tables, WIPING } from './storage-keys.ts';
import { decodeStored } from './stored-value.ts';

/** Any level database whose keys are text; values are bytes. */
export type DeviceDatabase = AbstractLevel<string | Buffer | Uint8Array, string, Uint8Array>;

type TableName = (typeof tables)[keyof typeof tables];

/** Bytes to store under a key, or null to remove it. */
export type Writes = ReadonlyMap<string, Uint8Array | null>;

const encoding = { keyEncoding: 'utf8', valueEncoding: 'view' } as const;
const durable = { ...encoding, sync: true };
/** How many entries of a table are read at once: in a browser each reading is a transaction. */
const PAGE = 2_000;

export class DeviceStorage {
  readonly #database: DeviceDatabase;

  constructor(database: DeviceDatabase) {
    this.#database = database;
  }

  async open(): Promise<void> {
    await guarded('open', () => this.#database.open());
    if ((await this.read(WIPING)) !== undefined) await this.#finishClearing();
  }

  async close(): Promise<void> {
    await guarded('close', () => this.#database.close());
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    return guarded('read', () => this.#database.get(key, encoding));
  }

  async readMany(keys: readonly string[]): Promise<(Uint8Array | undefined)[]> {
    return guarded('read', () => this.#database.getMany([...keys], encoding));
  }

  /** One value; undefined where there is none. @throws RejoinError `data-folder-damaged` where it can't be read. */
  async readValue<T>(table: TableName): Promise<T | undefined> {
    const bytes = await this.read(table);
    return bytes === undefined ? undefined : readable<T>(table, bytes);
  }

  /** Everything of one table, by the key behind the table's name. @throws as `readValue` does. */
  async readTable<T>(table: TableName): Promise<Map<string, T>> {
    const prefix = `${table}/`;
    return guarded('read', async () => {
      const found = new Map<string, T>();
      const texts = new KnownTexts();
      const iterator = this.#database.iterator({ gt: prefix, lt: `${table}0`, ...encoding });
      try {
        for (let page = await iterator.nextv(PAGE); page.length > 0; page = await iterator.nextv(PAGE))
          for (const [key, bytes] of page)
            found.set(key.slice(prefix.length), readable<T>(table, bytes, texts));
      } finally {
        await iterator.close();
      }
      return found;
    });
  }

  /** All or nothing, and on the disk when this resolves. */
  async write(writes: Writes): Promise<void> {
    if (writes.size === 0) return;
    const batch = Array.from(writes, ([key, value]) =>
      value === null ? ({ type: 'del', key } as const) : ({ type: 'put', key, value } as const),
    );
    await guarded('write', () => this.#database.batch(batch, durable));
  }

  /**
   * Removes everything: the bytes too, where the database can compact. No database clears in one step,
   * so that it has begun is stored first, and whoever opens a storage that is half cleared goes on.
   */
  async clear(reach?: ReachPoint): Promise<void> {
    reach?.('before-wipe');
    await this.write(new Map([[WIPING, new Uint8Array()]]));
    await this.#finishClearing(reach);
  }

  async #finishClearing(reach?: ReachPoint): Promise<void> {
    for (const table of Object.values(tables)) {
      await guarded('clear', () => this.#database.clear({ gte: table, lt: `${table}0`, ...encoding }));
      reach?.('mid-wipe');
    }
    await this.compact();
    await this.write(new Map([[WIPING, null]]));
  }

  /** Whether removed bytes can be taken out of the files. In a browser they can't: it does that when it likes. */
  get canCompact(): boolean {
    return isCompacting(this.#database);
  }

  /**
   * Takes removed bytes out of the files, where the database can.
   *
   * LevelDB writes what it still has in memory, removed or not, into one file, and merges that with nothing
   * unless it lies over others. So another file is laid over all keys, and then everything is merged.
   */
  async compact(): Promise<void> {
    const database: object = this.#database;
    if (!isCompacting(database)) return;
    const everything = () => guarded('compact', () => database.compactRange('', '\uffff', encoding));
    const span = (value: Uint8Array | null) =>
      this.write(new Map([REMOVED, LAST].map((key) => [key, value])));
    await everything();
    await span(new Uint8Array());
    await everything();
    await span(null);
  }
}

/** What LevelDB can besides, and no other database. */
interface Compacting {
  compactRange(start: string, end: string, options: { readonly keyEncoding: 'utf8' }): Promise<void>;
}

function isCompacting(database: object): database is Compacting {
  return 'compactRange' in database;
}

async function guarded<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof RejoinError) throw cause;
    const { code, said } = databaseFailureOf(cause);
    throw new RejoinError(code, `the device's storage could not ${what}: ${said}`, { cause });
  }
}

function readable<T>(table: TableName, bytes: Uint8Array, texts?: KnownTexts): T {
  try {
    return decodeStored<T>(bytes, texts);
  } catch (cause) {
    const what = `the device's storage is damaged: what it holds under ${table} can't be read`;
    throw new RejoinError('data-folder-damaged', what, { cause });
  }
}
