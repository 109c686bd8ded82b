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
const records = new Map<string, RecordHandle>();

function device(): Device {
  if (opened === undefined) throw new Error('no device is open in this page');
  return opened;
}

const program = {
  async open({ token, organization, ...settings }: TabletSettings): Promise<void> {
    opened = await openDevice({
      ...settings,
      ...{ app: 'field-service', token: async () => token, organization: asId<OrganizationId>(organization) },
    });
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
