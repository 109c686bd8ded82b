/**
 * The lists that an app has open. They follow every step together, so that what one shows agrees with the others.
 */
import { compileFilter, compileOrder, type Filter, type Order } from '../filter/index.ts';
import { RejoinError } from '../model/index.ts';
import type { DeviceCore } from './device-core.ts';
import { LiveQuery, type LiveQueryOptions } from './live-query.ts';
import type { ViewRow } from './view-row.ts';

export interface QueryOptions {
  readonly where?: Filter;
  readonly orderBy?: readonly Order[];
  readonly limit?: number;
}

export class LiveLists {
  readonly #core: DeviceCore;
  readonly #open = new Set<LiveQuery>();

  constructor(core: DeviceCore) {
    this.#core = core;
    core.onViews((changes) => {
      const tellings = Array.from(this.#open, (query) => query.take(changes));
      return () => {
        for (const tell of tellings) tell?.();
      };
    });
  }

  /** The records of an entity that match. @throws RejoinError `invalid-filter` that names the clause. */
  query(entity: string, { where, orderBy = [], limit = Number.POSITIVE_INFINITY }: QueryOptions): LiveQuery {
    const index = this.#core.index.entity(entity);
    if (index === undefined)
      throw new RejoinError('entity-not-offline', `this device has no entity ${entity}`);
    const filter = where === undefined ? undefined : compileFilter(where, index);
    const order = compileOrder(orderBy, index);
    for (const compiled of [filter, order]) {
      if (compiled?.ok === false) throw new RejoinError(compiled.refusal.code, compiled.refusal.reason);
    }
    return this.#list({
      ...{ entity, limit },
      matches: filter?.ok === true ? filter.matches : () => true,
      compare: order.ok ? order.compare : () => 0,
      rows: this.#rowsOf(entity),
    });
  }

  /** The records of any entity that have conflicts, the last changed first. */
  conflicts(): LiveQuery {
    return this.#list({
      limit: Number.POSITIVE_INFINITY,
      matches: ({ conflicts }) => conflicts.length > 0,
      compare: (a, b) => b.system.modifiedon - a.system.modifiedon || (a.id < b.id ? -1 : 1),
      rows: this.#core.holdings.views.values(),
    });
  }

  #list(options: Pick<LiveQueryOptions, 'entity' | 'limit' | 'matches' | 'compare' | 'rows'>): LiveQuery {
    const onClose = (closed: LiveQuery): boolean => this.#open.delete(closed);
    const query = new LiveQuery({ ...options, onClose, report: this.#core.report });
    this.#open.add(query);
    return query;
  }

  *#rowsOf(entity: string): IterableIterator<ViewRow> {
    for (const [, row] of this.#core.holdings.views) if (row.entity === entity) yield row;
  }
}
