/** Synchronising in cycles: now, and again so long after each has ended, well or not. */
import type { Seams } from '../clock/index.ts';

export interface Cycles {
  readonly seams: Pick<Seams, 'setTimer'>;
  readonly everyMs: number;
  readonly sync: () => Promise<void>;
}

/** Begins. Returns what ends it, also in the middle of a cycle. */
export function syncInCycles({ seams, everyMs, sync }: Cycles): () => void {
  let isOver = false;
  let cancel: () => void = () => undefined;
  const again = (): void => {
    if (!isOver) cancel = seams.setTimer(everyMs, next);
  };
  const next = (): void => {
    sync().then(again, again);
  };
  next();
  return () => {
    isOver = true;
    cancel();
  };
}
