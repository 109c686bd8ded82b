/** Scans of an organization's rows that wait in their middle, so that a test can do something meanwhile. */
import type { RelayWorld } from './relay-world.ts';

export interface GatedScans {
  /** How many were begun, are open now, and were open at a time at the most; the rows that they gave. */
  begun: number;
  open: number;
  most: number;
  rows: number;
  /** Lets go those that wait, and all that come after. */
  letGo(): void;
}

/** Has every scan of the accounts wait before its row number `waitAt`, from 0, until all are let go. */
export function gatedScans({ store }: RelayWorld, waitAt: number): GatedScans {
  const scan = store.rows.bind(store);
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const scans = { begun: 0, open: 0, most: 0, rows: 0, letGo: () => open() };
  store.rows = async function* (entity, options) {
    if (entity !== 'account') return yield* scan(entity, options);
    scans.begun += 1;
    scans.open += 1;
    scans.most = Math.max(scans.most, scans.open);
    let seen = 0;
    try {
      for await (const row of scan(entity, options)) {
        if (seen++ === waitAt) await gate;
        scans.rows += 1;
        yield row;
      }
    } finally {
      scans.open -= 1;
    }
  };
  return scans;
}
