/**
 * What must hold when everything has come to rest: asked of the folders, by the observers, against the
 * ledger. Nothing of the product is asked.
 */

import { userIdOf } from '../world/id-of-name.ts';
import type { SeenDevice } from '../world/observer-device.ts';
import { contentOf, openDocument, type StoredDocument } from '../world/observer-documents.ts';
import type { Edit, Ledger } from './ledger.ts';
import type { RelayLog } from './relay-log.ts';

export interface RestingDevice {
  readonly name: string;
  readonly person: string;
  readonly seen: SeenDevice;
}

/** What is wrong, each beginning with `lost`, `doubled`, `torn`, `differs` or `stuck`. */
export function checkRest(ledger: Ledger, log: RelayLog, devices: readonly RestingDevice[]): string[] {
  return [
    ...log.relay.problems.map((problem) => `doubled: ${problem}`),
    ...checkKept(ledger, log, devices),
    ...checkOnce(ledger, log),
    ...checkDeletions(ledger, log, devices),
    ...checkWhole(ledger, log),
    ...checkCursors(ledger, log),
    ...devices.flatMap((device) => compare(log, device)),
  ];
}

/** What a device said is stored was accepted, or is a draft, or gave way to a later edit of its own. */
function checkKept(ledger: Ledger, log: RelayLog, devices: readonly RestingDevice[]): string[] {
  const drafts = new Map(devices.map(({ name, seen }) => [name, `${seen.drafts}${seen.unsent}`]));
  const isFound = ({ marker, device }: Edit): boolean =>
    log.brought.has(marker) || drafts.get(device)?.includes(marker) === true;
  const byPlace = new Map<string, Edit[]>();
  for (const edit of ledger.edits.values()) {
    const place = `${edit.device} ${edit.record} ${edit.attribute}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), edit]);
  }
  const gaveWay = (edit: Edit): boolean => {
    if (edit.attribute === 'notes') return false;
    const place = byPlace.get(`${edit.device} ${edit.record} ${edit.attribute}`) ?? [];
    return place.some((later) => later.order > edit.order && isFound(later));
  };
  const vanished = (edit: Edit): boolean =>
    ledger.deletions.some(
      ({ device, key, order }) =>
        device === edit.device && key === `${edit.entity}/${edit.record}` && order > edit.order,
    );
  return [...ledger.edits.values()]
    .filter((edit) => edit.isStored && !edit.isWiped)
    .filter((edit) => !isFound(edit) && !gaveWay(edit) && !vanished(edit))
    .map(({ marker, device, entity, record, attribute }) => {
      return `lost: ${marker}, stored on ${device} as ${attribute} of ${entity}/${record}, is nowhere`;
    });
}

/** Each value came into the log once, and a text that was typed stands once in its record. */
function checkOnce(ledger: Ledger, { brought, relay }: RelayLog): string[] {
  const problems: string[] = [];
  for (const [marker, places] of brought) {
    const edit = ledger.edits.get(marker);
    if (edit === undefined) continue;
    if (places.length > 1) problems.push(`doubled: ${marker} came with ${JSON.stringify(places)}`);
    if (edit.isRefusedHere)
      problems.push(`torn: ${marker} was refused on ${edit.device}, and came all the same`);
    const doc = relay.records.get(`${edit.entity}/${edit.record}`)?.parts.get('notes')?.doc;
    if (edit.attribute !== 'notes' || doc === undefined) continue;
    const times = doc.getText('notes').toString().split(marker).length - 1;
    if (times === 0) problems.push(`lost: ${marker} was accepted, and is not in the text`);
    if (times > 1) problems.push(`doubled: ${marker} stands ${times} times in its text`);
  }
  return problems;
}

/** What was deleted is gone, or its deletion is a draft. */
function checkDeletions(ledger: Ledger, { relay }: RelayLog, devices: readonly RestingDevice[]): string[] {
  return ledger.deletions
    .filter(({ isStored, isWiped, key }) => isStored && !isWiped && relay.records.has(key))
    .filter(({ device, key }) => {
      const drafts = devices.find(({ name }) => name === device)?.seen.drafts ?? '';
      return !drafts.includes(key.split('/')[1] ?? key);
    })
    .map(({ device, key }) => `lost: the deletion of ${key}, stored on ${device}`);
}

/** A transaction came as one change, with all of its records, or not at all. */
function checkWhole(ledger: Ledger, { brought }: RelayLog): string[] {
  return ledger.groups.flatMap(({ token, keys }) => {
    const places = brought.get(token) ?? [];
    if (places.length === 0) return [];
    const changes = new Set(places.map(({ change }) => change));
    const came = new Set(places.map(({ key }) => key));
    const isWhole = changes.size === 1 && keys.every((key) => came.has(key));
    return isWhole ? [] : [`torn: ${token} over ${keys.join()} came as ${JSON.stringify(places)}`];
  });
}

/** A tablet that died held everything up to its cursor: no cursor without its page. */
function checkCursors({ deaths }: Ledger, log: RelayLog): string[] {
  return deaths.flatMap(({ device, cursor, versions }) =>
    [...log.everKnown].flatMap((key) => {
      const [right, held] = [log.versionAt(key, cursor), versions.get(key)];
      const isRight =
        right === null ? held === undefined || held > cursor : held !== undefined && held >= right;
      if (isRight) return [];
      return [
        `torn: ${device} died with cursor ${cursor}, and held ${key} in version ${held ?? 'none'} instead of ${right}`,
      ];
    }),
  );
}

/** On a device that died: transactions that made records are there whole, where nobody deleted of them. */
export function checkTorn(ledger: Ledger, name: string, { rows }: SeenDevice): string[] {
  const deleted = new Set(ledger.deletions.map(({ key }) => key));
  return ledger.groups.flatMap(({ token, keys, isCreation }) => {
    if (!isCreation || keys.some((key) => deleted.has(key))) return [];
    const held = keys.filter((key) => rows.has(key));
    return held.length === 0 || held.length === keys.length
      ? []
      : [`torn: ${name} holds ${held.join()} of ${token}, and not the rest of ${keys.join()}`];
  });
}

/** A device holds what its user may read, in the relay's values and documents. */
function compare({ relay }: RelayLog, { name, person, seen }: RestingDevice): string[] {
  const problems: string[] = [];
  if (seen.outbox > 0) problems.push(`stuck: ${name} has ${seen.outbox} changes in its outbox`);
  for (const [key, record] of relay.records) {
    const row = seen.rows.get(key);
    if (row === undefined) {
      if (relay.reads(userIdOf(person), key)) problems.push(`differs: ${name} lacks ${key}`);
      continue;
    }
    const { system, values, parts, entity } = record;
    const contents = (documents: readonly (readonly [string, number, StoredDocument | undefined])[]) =>
      [...documents]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([part, epoch, stored]) => {
          const doc = stored === undefined ? parts.get(part)?.doc : openDocument(stored);
          return [part, epoch, doc && contentOf(doc, relay.isText(entity, part) ? 'text' : 'registers')];
        });
    const here = [
      ...[row.version, row.ownerid, row.owningbusinessunit, row.statecode, sorted(row.values)],
      contents([...row.parts].map(([part, { epoch, document }]) => [part, epoch, document])),
    ];
    const there = [
      ...[system.versionnumber, system.ownerid, system.owningbusinessunit],
      ...[['active', 'inactive'][system.statecode], sorted(values)],
      contents([...parts].map(([part, { epoch }]) => [part, epoch, undefined])),
    ];
    const [one, other] = [JSON.stringify(here), JSON.stringify(there)];
    if (one !== other) problems.push(`differs: ${key} is ${one} on ${name}, and ${other} at the relay`);
  }
  for (const key of seen.rows.keys()) {
    if (!relay.records.has(key)) problems.push(`differs: ${name} holds ${key}, which is not at the relay`);
  }
  return problems;
}

function sorted(values: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
