/**
 * The program in a tablet's page: the real engine on what the browser has, and a few words by which a test
 * tells it what to do. It is bundled by esbuild and run in Chromium.
 */
import {
  asId,
  type Device,
  type OrganizationId,
  openDevice,
  type RecordHandle,
  type RecordId,
  RejoinError,
  type SyncMode,
  type SyncStatus,
  type Values,
  type ViewRow,
} from '../../engine/index.ts';

/** What a device is opened with. */
export interface TabletSettings {
  readonly storage: string;
  readonly url: string;
  readonly organization: string;
  readonly token: string;
  readonly sync?: SyncMode;
}

let opened: Device | undefined;
let abort = new AbortController();
const records = new Map<string, RecordHandle>();
/** How often this page was told that another one has its storage, and who wants to know when it is. */
let timesWaiting = 0;
let onWaiting = (): void => undefined;

function device(): Device {
  if (opened === undefined) throw new Error('no device is open in this page');
  return opened;
}

const program = {
  async open({ token, organization, ...settings }: TabletSettings): Promise<void> {
    abort = new AbortController();
    opened = await openDevice({
      ...settings,
      ...{
        signal: abort.signal,
        onWaiting: () => {
          timesWaiting += 1;
          onWaiting();
        },
      },
      ...{ app: 'field-service', token: async () => token, organization: asId<OrganizationId>(organization) },
    });
  },
  /** Resolves when the page was told that another one has its storage. */
  async untilWaiting(): Promise<void> {
    if (timesWaiting === 0)
      await new Promise<void>((resolve) => {
        onWaiting = resolve;
      });
  },
  timesWaiting: async (): Promise<number> => timesWaiting,
  async giveUpWaiting(): Promise<void> {
    abort.abort();
  },
  async wipe(): Promise<void> {
    await device().wipe();
  },
  async close(): Promise<void> {
    await device().close();
    opened = undefined;
    records.clear();
  },
  status: async (): Promise<SyncStatus> => device().status,
  syncNow: (): Promise<void> => device().syncNow(),
  goOffline: async (): Promise<void> => device().goOffline(),
  goOnline: async (): Promise<void> => device().goOnline(),
  create: (entity: string, values: Values): Promise<string> => device().create(entity, values),
  update: (entity: string, id: string, values: Values): Promise<void> =>
    device().update(entity, id as RecordId, values),
  get: async (entity: string, id: string): Promise<ViewRow | undefined> =>
    device().get(entity, id as RecordId),
  /** Types into a memo of a record, which is opened where it is not; stored when this resolves. */
  async type(entity: string, id: string, attribute: string, at: number, text: string): Promise<void> {
    const record = await recordOf(entity, id);
    record.text(attribute).insert(at, text);
    await record.flush();
  },
  /** Types, and waits for nothing. */
  async typeOnly(entity: string, id: string, attribute: string, at: number, text: string): Promise<void> {
    (await recordOf(entity, id)).text(attribute).insert(at, text);
  },
  /**
   * Works on two records without an end, until the page is gone: step n writes n, and says `begun` before and
   * `saved` when the engine says that it is stored.
   */
  async work(ids: readonly [string, string], plan: readonly Work[], first: number): Promise<void> {
    const [one, other] = ids.map((id) => id as RecordId) as [RecordId, RecordId];
    const text = (await recordOf('account', one)).text('notes');
    for (let n = first; ; n++) {
      const work = plan[n % plan.length] ?? 'set';
      tell('begun', work, n);
      if (work === 'set') await device().update('account', one, { phone: String(n) });
      else if (work === 'create') await device().create('contact', { fullname: String(n) });
      else if (work === 'type') {
        text.insert(text.length, `${n};`);
        await (await recordOf('account', one)).flush();
      } else
        await device().transact((all) => {
          for (const id of [one, other]) all.set('account', id, { employees: n });
        });
      tell('saved', work, n);
    }
  },
  /** The rows of an entity. */
  rows: async (entity: string): Promise<readonly ViewRow[]> => {
    const query = device().query(entity);
    query.close();
    return query.rows;
  },
  /** What the open text of a record shows. */
  shown: async (entity: string, id: string, attribute: string): Promise<string> =>
    (await recordOf(entity, id)).text(attribute).toString(),
  /** Resolves when what can't be stored has this code; with null, when everything can. */
  untilNotStored: (code: string | null): Promise<void> =>
    new Promise((resolve) => {
      const look = ({ notStored }: SyncStatus): void => {
        if ((notStored?.code ?? null) !== code) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = device().subscribe(look);
      look(device().status);
    }),
  /** Resolves when the record has these values. */
  untilRow: (entity: string, id: string, values: Values): Promise<void> =>
    new Promise((resolve) => {
      const query = device().query(entity);
      query.subscribe((rows) => {
        const found = rows.find((row) => row.id === id)?.values;
        if (found === undefined || !Object.entries(values).every(([name, value]) => found[name] === value))
          return;
        resolve();
        // The first call comes before `subscribe` has returned.
        queueMicrotask(() => query.close());
      });
    }),
};

async function recordOf(entity: string, id: string): Promise<RecordHandle> {
  const known = records.get(id);
  if (known !== undefined) return known;
  const record = await device().open(entity, id as RecordId);
  records.set(id, record);
  return record;
}

/** What one step of `work` does: a value, a new record, typing, or one change of two records. */
export type Work = 'set' | 'create' | 'type' | 'pair';

/** Tells the test, which has put a function for that into the page. */
function tell(news: 'begun' | 'saved', work: Work, n: number): void {
  Reflect.get(globalThis, 'tell')(news, work, n);
}

/** What a test may ask of the page. */
export type TabletProgram = typeof program;

/** An answer as it comes out of the page, which lets only plain data through. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string | null; readonly message: string };

async function answer(word: keyof TabletProgram, given: readonly unknown[]): Promise<Answer> {
  try {
    const run: (...words: never[]) => Promise<unknown> = program[word];
    return { ok: true, value: await run(...(given as never[])) };
  } catch (error) {
    const code = error instanceof RejoinError ? error.code : null;
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}

Reflect.set(globalThis, 'answer', answer);
