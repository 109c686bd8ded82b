/**
 * Watches transactions: at no moment does a device show one record of a transaction and hide another
 * that its user may read as well (P4). Reconciles may show two states, and are left out.
 */
import { asId } from '../../engine/model/index.ts';
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
    if (process.device === undefined || this.#world.watch.isReconciling(process.name)) return;
    for (const group of this.#world.ledger.groups) if (!group.isBroken) this.#lookAt(process, group);
  }

  #lookAt({ device, user, name }: DeviceProcess, group: Group): void {
    const { observed, ledger, time } = this.#world;
    const isHidden = (key: string): boolean =>
      this.#wereHidden.has(`${user} ${key}`) ||
      (observed.records.has(key) && !observed.reads(user, key)) ||
      observed.deleted.has(key) ||
      ledger.removed.has(key);
    const keys = group.keys.filter((key) => !isHidden(key));
    if (keys.length < 2) return;
    const rows = keys.map((key) => {
      const [entity = '', id = ''] = key.split('/');
      return device?.get(entity, asId(id));
    });
    const shown = rows.filter((row) => row?.values.batch === group.token);
    if (shown.length === 0 || shown.length === keys.length) return;
    group.isBroken = true;
    const states = rows.map((row, at) => {
      const version = `${row?.system.versionnumber}${row?.isPending === true ? ' and pending' : ''}`;
      return `${keys[at]} (${row === undefined ? 'absent' : `version ${version}, ${row.values.batch}`})`;
    });
    this.problems.push(`[P4] ${name} shows a part of ${group.token} at ${time.now}: ${states.join(', ')}`);
  }
}
