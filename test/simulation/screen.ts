/**
 * What a person sees on a tablet: lists that stay open through the life of its app, one of all rows of each
 * entity and one that is ordered and shows the first few.
 *
 * Invariant: what a list shows is what its subscriber was told last, never what is asked of the device when
 * it is looked at.
 */
import type { Device, ViewRow } from '../../engine/device/index.ts';
import { entities } from './metadata.ts';

interface Shown {
  readonly entity: string;
  readonly name: string;
  rows: readonly ViewRow[];
  /** The same list, as somebody sees it who opens it now; undefined where the device has no such entity. */
  readonly newlyOpened: () => readonly ViewRow[] | undefined;
}

const kinds = [
  { kind: 'all', options: {} },
  { kind: 'the first of', options: { orderBy: [{ attribute: 'name', descending: true }], limit: 4 } },
] as const;

export class Screen {
  readonly #device: Device;
  readonly #lists = new Map<string, Shown>();
  readonly #onChange: () => void;
  #isTold = false;

  /** @param onChange Called once after each step of the device that changed a list, when all lists are told. */
  constructor(device: Device, onChange: () => void) {
    this.#device = device;
    this.#onChange = onChange;
  }

  /** Opens the lists of every entity that the device has learned of. */
  openLists(): void {
    for (const entity of entities) {
      for (const { kind, options } of kinds) {
        const name = `${kind} ${entity}`;
        if (this.#lists.has(name)) continue;
        const newlyOpened = (): readonly ViewRow[] | undefined => {
          const query = this.#query(entity, options);
          query?.close();
          return query?.rows;
        };
        const shown: Shown = { entity, name, rows: [], newlyOpened };
        const list = this.#query(entity, options);
        // A device that lacks the entity has none of its lists.
        if (list === undefined) break;
        this.#lists.set(name, shown);
        list.subscribe((rows) => {
          shown.rows = rows;
          this.#tell();
        });
      }
    }
  }

  get lists(): readonly Shown[] {
    return [...this.#lists.values()];
  }

  /** Every row that is shown, by `entity/id`. */
  get rows(): ReadonlyMap<string, ViewRow> {
    const rows = entities.flatMap((entity) => this.#lists.get(`all ${entity}`)?.rows ?? []);
    return new Map(rows.map((row) => [`${row.entity}/${row.id}`, row]));
  }

  /** The row that somebody gets who asks for that one alone. */
  asked({ entity, id }: ViewRow): ViewRow | undefined {
    return this.#device.get(entity, id);
  }

  #query(entity: string, options: Parameters<Device['query']>[1]) {
    try {
      return this.#device.query(entity, options);
    } catch {
      // Not published, or not here (any more).
      return undefined;
    }
  }

  /** The lists are told one after the other; in between the screen is not painted. */
  #tell(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    queueMicrotask(() => {
      this.#isTold = false;
      this.#onChange();
    });
  }
}
