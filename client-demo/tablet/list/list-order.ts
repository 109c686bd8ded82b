/** In which orders a list can be shown. */
import type { EntityIndex, Order } from '../../../engine/index.ts';

export const listOrders = ['byName', 'byNameDown', 'byChange', 'byCreation'] as const;
export type ListOrder = (typeof listOrders)[number];

/** What the engine calls it. */
export function orderBy(order: ListOrder, { entity }: EntityIndex): readonly Order[] {
  switch (order) {
    case 'byName':
      return [{ attribute: entity.primaryName }];
    case 'byNameDown':
      return [{ attribute: entity.primaryName, descending: true }];
    case 'byChange':
      return [{ attribute: 'modifiedon', descending: true }];
    case 'byCreation':
      return [{ attribute: 'createdon', descending: true }];
  }
}
