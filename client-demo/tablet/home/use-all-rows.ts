/** The records of several kinds, followed together. */
import { useLayoutEffect, useState } from 'react';
import type { EntityIndex, ViewRow } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import { orderBy } from '../list/list-order.ts';

export interface EntityRows {
  readonly index: EntityIndex;
  readonly rows: readonly ViewRow[];
}

const none: readonly EntityRows[] = [];

/** All rows of each of the entities, by name. */
export function useAllRows(entities: readonly EntityIndex[]): readonly EntityRows[] {
  const device = useDevice();
  const [all, setAll] = useState(none);
  useLayoutEffect(() => {
    const lists = entities.map((index) => {
      const live = device.query(index.entity.name, { orderBy: orderBy('byName', index) });
      return { index, live };
    });
    const show = (): void => setAll(lists.map(({ index, live }) => ({ index, rows: live.rows })));
    for (const { live } of lists) live.subscribe(show);
    show();
    return () => {
      for (const { live } of lists) live.close();
    };
  }, [device, entities]);
  return all;
}
