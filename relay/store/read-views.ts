/**
 * The views by name, over one way to read a key.
 *
 * Invariant: both readers of a store, of what is staged and of what is durable, answer by the same code.
 */
import type { Directory } from '../../engine/security/index.ts';
import { holds, NO_DECISIONS } from './decisions.ts';
import type { OrganizationKeys } from './keys.ts';
import { partOf } from './part-state.ts';
import type { ViewReader } from './view-reader.ts';
import type { ViewName, ViewTypes } from './views.ts';

/** Reads the newest value of a key that the reader may see. */
export type ReadView = <K extends ViewName>(view: K, key: string) => ViewTypes[K] | undefined;

/** Of an organization to which nothing was added yet. */
export const EMPTY_DIRECTORY: Directory = {
  units: new Map(),
  users: new Map(),
  teams: new Map(),
  roles: new Map(),
  columnProfiles: new Map(),
};

export function readViews(read: ReadView, keys: OrganizationKeys): ViewReader {
  const decisions: ViewReader['decisions'] = (device) =>
    read('decisions', keys.decisions(device)) ?? NO_DECISIONS;
  const deviceByNumber: ViewReader['deviceByNumber'] = (number) => read('device', keys.device(number));
  return {
    state: () => read('state', keys.state),
    metadata: () => read('metadata', keys.metadata),
    withdrawnAttributes: () => read('withdrawn', keys.withdrawn) ?? [],
    directory: () => read('directory', keys.directory) ?? EMPTY_DIRECTORY,
    row: (entity, id) => read('row', keys.row(entity, id)),
    part(entity, id, part) {
      const state = read('part', keys.part(entity, id, part));
      return state === undefined ? undefined : partOf(state);
    },
    placeholders(device, entity, id, part) {
      if (!holds(decisions(device).placeholderParts, { entity, id, part })) return undefined;
      return read('placeholders', keys.placeholders(device, entity, id, part));
    },
    decisions,
    isUsed: (id) => read('used', keys.used(id)) !== undefined,
    childCount: (child, attribute, target) =>
      read('childCount', keys.childCount(child, attribute, target)) ?? 0,
    device(deviceId) {
      const number = read('deviceNumber', keys.deviceNumber(deviceId));
      return number === undefined ? undefined : deviceByNumber(number);
    },
    deviceByNumber,
  };
}
