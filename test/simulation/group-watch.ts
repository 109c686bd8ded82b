/**
 * Watches transactions: at no moment does a device show one record of a transaction and hide another
 * that its user may read as well (P4). Reconciles may show two states, and are left out.
 */
import { asId } from '../../engine/model/index.ts';
import type { DeviceProcess } from './device-process.ts';
import type { Group } from './ledger.ts';
import type { World } from './world.ts';

export class GroupWatch {
  readonly #world: World;
  /** `user key` of records that the user could not read at some time since they exist. */
  readonly #wereHidden = new Set<string>();
  readonly problems: string[] = [];

  constructor(world: World) {
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
    const keys = group.keys.filter((key) => !this.#wereHidden.has(`${user} ${key}`));
    if (keys.length < 2) return;
    const shown = keys.filter((key) => {
      const [entity = '', id = ''] = key.split('/');
      return device?.get(entity, asId(id))?.values.batch === group.token;
    });
    if (shown.length === 0 || shown.length === keys.length) return;
    group.isBroken = true;
    this.problems.push(
      `[P4] ${name} shows ${shown.join()} of ${group.token} and not the rest of ${keys.join()} at ${this.#world.time.now}`,
    );
  }
}
