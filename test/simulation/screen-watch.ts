/**
 * Watches what tablets show: a list that has been open all the time shows what a new one does, each of its
 * rows is the one that is got by itself, and a row that waits for nothing is the one that is stored.
 *
 * What is shown can be asked of nobody but the device, so that is asked through its public interface, by
 * three ways that must agree; the stored bytes are read by the observer.
 */
import { readDeviceRow, type SeenRowValues } from '../world/observer-device.ts';
import type { DeviceProcess } from './device-process.ts';
import type { Screen } from './screen.ts';

type Rows = Screen['lists'][number]['rows'];
type Row = Rows[number];

export class ScreenWatch {
  readonly problems: string[] = [];
  /** Rows on screen that were found to be as they are stored in these bytes. */
  readonly #compared = new WeakMap<Row, Uint8Array>();

  /** Looks at a tablet on which nothing is under way. */
  look({ name, screen, disk }: DeviceProcess): void {
    if (screen === undefined) return;
    for (const list of screen.lists) {
      const now = list.newlyOpened() ?? [];
      if (isSame(list.rows, now)) continue;
      const [shown, shownNow] = [describe(list.rows), describe(now)];
      if (shown === shownNow) continue;
      this.problems.push(`${name} shows in ${list.name}: ${shown}, where a new list shows ${shownNow}`);
    }
    for (const [key, row] of screen.rows) {
      const asked = screen.asked(row);
      if (asked !== row && describe([row]) !== describe(asked === undefined ? [] : [asked])) {
        this.problems.push(
          `${name} lists ${describe([row])}, and gives ${asked === undefined ? 'nothing' : describe([asked])}`,
        );
      }
      if (!row.isPending) this.#compareStored(name, row, disk.durableValue(`row/${key}`));
    }
  }

  #compareStored(name: string, row: Row, bytes: Uint8Array | undefined): void {
    if (bytes !== undefined && this.#compared.get(row) === bytes) return;
    const difference = bytes === undefined ? 'it is not stored' : differenceOf(row, readDeviceRow(bytes));
    if (difference === undefined && bytes !== undefined) this.#compared.set(row, bytes);
    else this.problems.push(`${name} shows ${row.entity}/${row.id} as confirmed, but ${difference}`);
  }
}

/** What of a row on screen is not as it is stored. */
function differenceOf(row: Row, stored: SeenRowValues): string | undefined {
  const { versionnumber, ownerid, owningbusinessunit, statecode } = row.system;
  const here = { version: versionnumber, ownerid, owningbusinessunit, statecode, values: valuesOf(row) };
  const there = {
    ...{ version: stored.version, ownerid: stored.ownerid, owningbusinessunit: stored.owningbusinessunit },
    ...{ statecode: stored.statecode, values: valuesOf(stored) },
  };
  const [shown, kept] = [JSON.stringify(here), JSON.stringify(there)];
  return shown === kept ? undefined : `${shown} is stored as ${kept}`;
}

function valuesOf({ values }: { readonly values: Readonly<Record<string, unknown>> }): unknown {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function isSame(one: Rows, other: Rows): boolean {
  return one.length === other.length && one.every((row, at) => row === other[at]);
}

function describe(rows: Rows): string {
  return JSON.stringify(
    rows.map(({ id, values, system, isPending, mask }) => [
      id,
      system.versionnumber,
      isPending,
      mask,
      valuesOf({ values }),
    ]),
  );
}
