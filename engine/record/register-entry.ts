/** What a register holds. */
import type { Stamp } from '../clock/index.ts';
import type { DeviceNumber, Value } from '../model/index.ts';

/** One live value of a register. */
export interface RegisterEntry {
  readonly value: Value;
  readonly stamp: Stamp;
  /** Who wrote it; undefined where a stock client did. */
  readonly author: DeviceNumber | undefined;
}
