/**
 * Watches transactions: at no moment does a device show one record of a transaction and hide another
 * that its user may read as well (P4). Reconciles may show two states, and are left out.
 *
 * Two places are looked at: the screen, after each step of the device, in the lists that stay open there
 * (what is shown is the device's public face, and there is no other way to see it); and the disk, after each
 * page that the device says it has stored, in the stored bytes.
 */
import { readDeviceRow } from '../world/observer-device.ts';
import type { ObservedRelay } from '../world/observer-relay.ts';
import type { DeviceProcess } from './device-process.ts';
import type { Group, Ledger } from './ledger.ts';

/** What it looks at. */
interface Watched {
  readonly observed: ObservedRelay;
  readonly ledger: Ledger;
  readonly devices: readonly DeviceProcess[];
  readonly watch: { isReconciling(name: string): boolean };
  readonly time: { readonly now: number };
}

/** What a record says of the transaction that marked it last. */
interface Mark {
  readonly batch: unknown;
  readonly version: number;
  readonly isPending: boolean;
}

export class GroupWatch {
  readonly #world: Watched;
  /** `user key` of records that the user could not read at some time since they exist. */
  readonly #wereHidden = new Set<string>();
  readonly problems: string[] = [];

  constructor(world: Watched) {
    this.#world = world;
  }

  /** Notes for whom records of transactions are hidden now; of all records where none are named. */
  rightsMayHaveChanged(touched?: ReadonlySet<string>): void {
    const { observed, ledger, devices } = this.#world;
    for (const { keys } of ledger.groups) {
      for (const key of keys) {
        if (touched?.has(key) === false || !observed.records.has(key)) continue;
        for (const { user } of devices) {
          if (!observed.reads(user, key)) this.#wereHidden.add(`${user} ${key}`);
        }
      }
    }
  }

  /** Called whenever something changed on the device's screen. */
  look(process: DeviceProcess): void {
    const rows = process.screen?.rows;
    if (rows === undefined) return;
    this.#lookFor(process, 'shows', (key) => {
      const row = rows.get(key);
      return row && { batch: row.values.batch, version: row.system.versionnumber, isPending: row.isPending };
    });
  }

  /** Called when the device says that it has stored a page. */
  lookAtDisk(process: DeviceProcess): void {
    this.#lookFor(process, 'holds', (key) => {
      const bytes = process.disk.durableValue(`row/${key}`);
      if (bytes === undefined) return undefined;
      const { values, version } = readDeviceRow(bytes);
      return { batch: values.batch, version, isPending: false };
    });
  }

  #lookFor(process: DeviceProcess, verb: string, mark: (key: string) => Mark | undefined): void {
    if (this.#world.watch.isReconciling(process.name)) return;
    for (const group of this.#world.ledger.groups) {
      if (!group.isBroken) this.#lookAt(process, group, verb, mark);
    }
  }

  #lookAt(
    { user, name }: DeviceProcess,
    group: Group,
    verb: string,
    mark: (key: string) => Mark | undefined,
  ): void {
    const { observed, ledger, time } = this.#world;
    const isHidden = (key: string): boolean =>
      this.#wereHidden.has(`${user} ${key}`) ||
      (observed.records.has(key) && !observed.reads(user, key)) ||
      observed.deleted.has(key) ||
      ledger.removed.has(key);
    const keys = group.keys.filter((key) => !isHidden(key));
    if (keys.length < 2) return;
    const marks = keys.map(mark);
    const marked = marks.filter((one) => one?.batch === group.token);
    if (marked.length === 0 || marked.length === keys.length) return;
    group.isBroken = true;
    const states = marks.map((one, at) => {
      const version = `${one?.version}${one?.isPending === true ? ' and pending' : ''}`;
      return `${keys[at]} (${one === undefined ? 'absent' : `version ${version}, ${one.batch}`})`;
    });
    this.problems.push(`[P4] ${name} ${verb} a part of ${group.token} at ${time.now}: ${states.join(', ')}`);
  }
}
