/**
 * The office of the story: a fresh data folder, a relay process, the Northwind company in it, and three
 * tablets of people with different roles.
 */
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { northwindFiles } from '../northwind/made-files.ts';
import { northwindMapping } from '../northwind/northwind-mapping.ts';
import { northwindSolution } from '../northwind/northwind-solution.ts';
import { testDataFolder } from '../world/test-data.ts';
import { DeviceProcess } from './device-process.ts';
import { type Json, RelayProcess } from './relay-process.ts';
import type { Stage } from './stage.ts';

/** Andrew leads sales, Nancy sells in the east, Astrid runs the warehouse. */
export const people = { andrew: 'Andrew Fuller', nancy: 'Nancy Davolio', astrid: 'Astrid Berg' } as const;
export type Person = keyof typeof people;

/** Lets Nancy keep everyone's orders; the story takes it from her and gives it back. */
export const KEEPER = 'Order keeper';
const keeper = {
  name: KEEPER,
  privileges: {
    salesorder: { read: 'organization', write: 'organization', append: 'organization' },
    orderline: { read: 'organization' },
  },
};
/** Nancy may see what a customer may owe, and not change it. */
const creditInSight = {
  name: 'Credit in sight',
  users: [people.nancy],
  columns: [{ entity: 'account', attribute: 'creditlimit', read: true, update: false, create: false }],
};

export class Office {
  readonly folder: string;
  readonly relay: RelayProcess;
  readonly userIds = new Map<Person, string>();
  readonly #tablets = new Map<Person, DeviceProcess>();

  private constructor(folder: string) {
    this.folder = folder;
    this.relay = new RelayProcess(join(folder, 'relay'), 'northwind');
  }

  static async open(): Promise<Office> {
    return new Office(await mkdtemp(join(tmpdir(), 'rejoin-story-')));
  }

  tablet(person: Person): DeviceProcess {
    const tablet = this.#tablets.get(person);
    if (tablet === undefined) throw new Error(`${person} has no tablet`);
    return tablet;
  }

  get tablets(): readonly DeviceProcess[] {
    return [...this.#tablets.values()];
  }

  tabletFolder(person: Person): string {
    return join(this.folder, person);
  }

  /** Makes the organization and fills it: from the Northwind files, or from the made sample. */
  async furnish(stage: Stage): Promise<readonly Json[]> {
    await this.relay.start();
    await this.relay.operate('org', 'create', this.relay.organization);
    const csv = await this.#files(stage);
    const solution = await this.write('solution.json', northwindSolution);
    const mapping = await this.write('mapping.json', northwindMapping);
    await this.relay.operate('import', solution);
    const report = await this.relay.operate(
      'import',
      '--csv',
      csv,
      '--mapping',
      mapping,
      '--as',
      'Administrator',
    );
    await this.relay.operate('role', 'put', await this.write('keeper.json', keeper));
    await this.relay.operate('role', 'grant', KEEPER, '--user', people.nancy);
    await this.relay.operate('column-profile', 'put', await this.write('credit.json', creditInSight));
    return report.files as readonly Json[];
  }

  /** Gives everyone a tablet and waits until it holds what it may. */
  async handOut(): Promise<void> {
    for (const person of Object.keys(people) as Person[]) {
      const { token, user } = await this.relay.operate('token', '--user', people[person]);
      this.userIds.set(person, String(user));
      const tablet = DeviceProcess.start(person, this.tabletFolder(person), this.relay, String(token));
      this.#tablets.set(person, tablet);
    }
    await this.everywhere({ do: 'sync' });
  }

  /** The same command on every tablet. */
  async everywhere(command: Json): Promise<void> {
    await Promise.all(this.tablets.map((tablet) => tablet.do(command)));
  }

  async close(): Promise<void> {
    await Promise.all(this.tablets.map((tablet) => tablet.kill()));
    await this.relay.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async write(name: string, content: unknown): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, JSON.stringify(content));
    return path;
  }

  async #files(stage: Stage): Promise<string> {
    const data = testDataFolder('the story on the Northwind database');
    if (data !== undefined) {
      const folder = join(data, 'northwind');
      await access(folder);
      return folder;
    }
    stage.show('a made sample of 300 records stands in for Northwind');
    const folder = join(this.folder, 'csv');
    await mkdir(folder);
    const source = northwindFiles();
    for (const name of await source.list()) {
      const pieces: Uint8Array[] = [];
      for await (const piece of source.open(name)) pieces.push(piece);
      await writeFile(join(folder, name), Buffer.concat(pieces));
    }
    return folder;
  }
}
