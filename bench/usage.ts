/** What a process has used since it started, as it sees it itself. */

export interface Usage {
  /** Of all its threads, user and system, in microseconds. */
  readonly cpuMicros: number;
  /** Time in which the main thread was busy, in milliseconds. */
  readonly busyMs: number;
  readonly residentBytes: number;
  /** On the heap and in buffers beside it. */
  readonly heldBytes: number;
}

/** @param isCollecting whether garbage is collected first; needs `--expose-gc` */
export function usageOf(isCollecting: boolean): Usage {
  if (isCollecting) for (let round = 0; round < 2; round++) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const busyMs = performance.eventLoopUtilization().active;
  return { cpuMicros: user + system, busyMs, residentBytes: rss, heldBytes: heapUsed + external };
}
