/**
 * The promises, asked of a world at rest, one function each. What they read are stored bytes, by the
 * observer, and the ledger; never the product.
 */
import { readDevice, type SeenDevice, type SeenDeviceRow } from '../world/observer-device.ts';
import { contentOf, type DocumentContent, openDocument } from '../world/observer-documents.ts';
import type { ObservedRecord } from '../world/observer-relay.ts';
import { markersIn, type Typed } from './ledger.ts';
import type { World } from './world.ts';

/** A world at rest, as it is read once for all checks. */
export interface Rest {
  readonly world: World;
  readonly devices: readonly {
    readonly name: string;
    readonly user: string;
    readonly seen: SeenDevice;
    /** The rows on screen, by `entity/id`. */
    readonly shown: ReadonlyMap<string, { readonly isPending: boolean }>;
  }[];
}

export function readRest(world: World): Rest {
  const devices = world.devices.map(({ name, user, disk, screen }) => ({
    name,
    user,
    seen: readDevice(disk.durable),
    shown: screen?.rows ?? new Map<string, never>(),
  }));
  return { world, devices };
}

/** What is wrong with a world at rest; empty when every promise was kept. */
export function checkPromises(world: World): string[] {
  const rest = readRest(world);
  return [
    ...checkConvergence(rest),
    ...checkShown(rest),
    ...checkWiped(rest),
    ...checkAcknowledged(rest),
    ...checkAppliedOnce(rest),
    ...checkStoredSecrets(rest),
    ...checkNothingLost(rest),
  ];
}

/** P1: each device holds exactly what its user may read, in the relay's values and documents. */
export function checkConvergence({ world, devices }: Rest): string[] {
  const { observed } = world;
  const problems: string[] = [];
  const contents = new Map<string, DocumentContent>();
  const expected = (key: string, part: string): DocumentContent | undefined => {
    const held = observed.records.get(key)?.parts.get(part);
    if (held === undefined) return undefined;
    const known = contents.get(`${key}/${part}`);
    if (known !== undefined) return known;
    const [entity = ''] = key.split('/');
    const content = contentOf(held.doc, observed.isText(entity, part) ? 'text' : 'registers');
    contents.set(`${key}/${part}`, content);
    return content;
  };
  for (const { name, user, seen } of devices) {
    if (seen.outbox > 0) problems.push(`[P1] ${name} still has ${seen.outbox} changes in its outbox`);
    for (const [key, record] of observed.records) {
      const row = seen.rows.get(key);
      if (!observed.reads(user, key)) {
        if (row !== undefined) problems.push(`[P8] ${name} holds ${key}, which ${user} may not read`);
        continue;
      }
      if (row === undefined) problems.push(`[P1] ${name} lacks ${key}`);
      else problems.push(...compareRecord(world, name, user, record, row, expected));
    }
    for (const key of seen.rows.keys()) {
      if (!observed.records.has(key)) problems.push(`[P1] ${name} holds ${key}, which does not exist`);
    }
  }
  return problems;
}

function compareRecord(
  { observed }: World,
  name: string,
  user: string,
  record: ObservedRecord,
  row: SeenDeviceRow,
  expected: (key: string, part: string) => DocumentContent | undefined,
): string[] {
  const problems: string[] = [];
  const { entity, id, system } = record;
  const key = `${entity}/${id}`;
  const differs = (what: string, here: unknown, there: unknown): void => {
    const [one, other] = [JSON.stringify(here), JSON.stringify(there)];
    if (one !== other) problems.push(`[P1] ${name}: ${what} of ${key} is ${one}, at the relay ${other}`);
  };
  differs('version', row.version, system.versionnumber);
  differs('owner', row.ownerid, system.ownerid);
  differs('unit', row.owningbusinessunit, system.owningbusinessunit);
  differs('state', row.statecode, ['active', 'inactive'][system.statecode]);
  const mayRead = (attribute: string): boolean => observed.readsAttribute(user, entity, attribute);
  differs('values', sorted(row.values), sorted(record.values, mayRead));
  const parts = [...record.parts.keys()].filter((part) => part === 'main' || mayRead(part)).sort();
  differs('parts', [...row.parts.keys()].sort(), parts);
  for (const part of parts) {
    const held = row.parts.get(part);
    const right = expected(key, part);
    if (held === undefined || right === undefined) continue;
    differs(`epoch of ${part}`, held.epoch, record.parts.get(part)?.epoch);
    const content = contentOf(
      openDocument(held.document),
      observed.isText(entity, part) ? 'text' : 'registers',
    );
    differs(`part ${part}`, content, right);
  }
  return problems;
}

/** Without nulls, in the order of names. */
function sorted(values: Readonly<Record<string, unknown>>, isShown: (name: string) => boolean = () => true) {
  return Object.entries(values)
    .filter(([name, value]) => value !== null && isShown(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** P1 on screen: each device shows the rows that it holds, all of them, and none that waits for something. */
export function checkShown({ devices }: Rest): string[] {
  return devices.flatMap(({ name, seen, shown }) => [
    ...[...seen.rows.keys()]
      .filter((key) => !shown.has(key))
      .map((key) => `[P1] ${name} holds ${key} and does not show it`),
    ...[...shown]
      .filter(([key, { isPending }]) => isPending || !seen.rows.has(key))
      .map(
        ([key]) => `[P1] ${name} shows ${key}, which ${seen.rows.has(key) ? 'waits' : 'it does not hold'}`,
      ),
  ]);
}

/** P8: whatever device number a storage holds is one that may still connect. */
export function checkWiped({ world, devices }: Rest): string[] {
  return devices
    .filter(({ seen }) => seen.deviceNumber !== null && world.observed.revoked.has(seen.deviceNumber))
    .map(
      ({ name, seen }) => `[P8] ${name} still holds what it had as the revoked device ${seen.deviceNumber}`,
    );
}

/** P2: what the relay said it accepted stands in the log, under that number. */
export function checkAcknowledged({ world }: Rest): string[] {
  const problems: string[] = [];
  for (const [key, sequence] of world.watch.acknowledged) {
    const change = world.observed.changes.get(key);
    if (change?.sequence !== sequence) {
      problems.push(
        `[P2] change ${key}, acknowledged as ${sequence}, is ${change?.sequence ?? 'not'} in the log`,
      );
    }
  }
  return problems;
}

/** P3: no value stands twice in a register or text. (Changes decided twice show in the log.) */
export function checkAppliedOnce({ world }: Rest): string[] {
  const problems: string[] = [];
  for (const [key, { entity, parts }] of world.observed.records) {
    for (const [part, { doc }] of parts) {
      const isText = world.observed.isText(entity, part);
      for (const [root, content] of Object.entries(contentOf(doc, isText ? 'text' : 'registers').roots)) {
        const all = typeof content === 'string' ? markersIn(content) : content.flatMap(markersIn);
        const twice = all.filter((marker, at) => all.indexOf(marker) !== at);
        if (twice.length > 0) problems.push(`[P3] ${twice.join()} stands twice in ${root} of ${key}`);
      }
    }
  }
  return problems;
}

/**
 * P5, P6 on disk: what a device stores of others has been accepted, and lies in what its user may read.
 * Drafts and the outbox hold what their author wrote, and of others nothing that is hidden now.
 */
export function checkStoredSecrets({ world, devices }: Rest): string[] {
  const problems: string[] = [];
  const { observed, ledger } = world;
  for (const { name, user, seen } of devices) {
    for (const [table, text] of seen.tables) {
      for (const marker of new Set(markersIn(text))) {
        const typed = ledger.typed.get(marker);
        if (typed === undefined) continue;
        const isOwn = typed.device === name && typed.era === ledger.eraOf(name);
        const { entity, id, attribute } = typed;
        const isReadable =
          observed.reads(user, `${entity}/${id}`) && observed.mayHold(user, entity, attribute);
        if (!isOwn && !observed.markers.has(marker))
          problems.push(`[P6] ${table} of ${name} holds refused ${marker}`);
        const isShown = table === 'row' || table === 'part';
        const wasDeleted = observed.deleted.has(`${entity}/${id}`);
        if (!isReadable && (isShown || (!isOwn && !wasDeleted))) {
          problems.push(
            `[P5] ${table} of ${name} holds ${marker} of ${entity}/${id}.${attribute}, hidden from ${user}`,
          );
        }
      }
    }
  }
  return problems;
}

/** P7: what was typed is live, overwritten by somebody who saw it, deleted with its record, or a draft. */
export function checkNothingLost(rest: Rest): string[] {
  const { world, devices } = rest;
  const { ledger, observed } = world;
  const drafts = new Map(devices.map(({ name, seen }) => [name, `${seen.drafts}${seen.unsent}`]));
  const live = liveValues(rest);
  const isAccepted = ({ id, token }: Typed): boolean =>
    observed.inserted.has(`${id} ${token}`) || observed.markers.has(token);
  const bySeen = new Map<string, Typed[]>();
  for (const typed of ledger.typed.values()) {
    for (const token of typed.seen) bySeen.set(token, [...(bySeen.get(token) ?? []), typed]);
  }
  const isDrafted = ({ token, device }: Typed): boolean => drafts.get(device)?.includes(token) === true;
  const laterOnes = (typed: Typed, path: ReadonlySet<Typed>): Typed[] =>
    (bySeen.get(typed.token) ?? []).filter(
      (later) => !path.has(later) && later.id === typed.id && later.attribute === typed.attribute,
    );
  /** By something accepted, or by what that has overwritten in its turn. */
  const isOverwritten = (typed: Typed, path: ReadonlySet<Typed>): boolean =>
    laterOnes(typed, path).some(
      (later) => isAccepted(later) || isOverwritten(later, new Set([...path, later])),
    );
  /** By its own author before it was ever sent, in a change that was refused. */
  const isFolded = (typed: Typed, path: ReadonlySet<Typed>): boolean =>
    !isAccepted(typed) &&
    laterOnes(typed, path).some(
      (later) =>
        later.device === typed.device &&
        (isDrafted(later) || later.isGivenUp || isFolded(later, new Set([...path, later]))),
    );
  const problems: string[] = [];
  for (const typed of ledger.typed.values()) {
    const { token, device, era, entity, id, attribute, isKept, isGivenUp, isErased } = typed;
    if (!isKept || isGivenUp || isErased) continue;
    if (ledger.revoked.has(`${device} ${era}`) && !isAccepted(typed)) continue;
    if (live.has(`${id} ${attribute} ${token}`) || isDrafted(typed)) continue;
    if (isAccepted(typed) && observed.deleted.has(`${entity}/${id}`)) continue;
    if (isOverwritten(typed, new Set([typed])) || isFolded(typed, new Set([typed]))) continue;
    const what = isAccepted(typed) ? 'accepted' : 'never accepted';
    problems.push(
      `[P7] ${token}, typed on ${device} into ${entity}/${id}.${attribute} and ${what}, is nowhere`,
    );
  }
  return problems;
}

/** `id attribute value` of every live register entry, and of every marker in a text. */
function liveValues({ world }: Rest): ReadonlySet<string> {
  const live = new Set<string>();
  for (const { entity, id, parts } of world.observed.records.values()) {
    for (const [part, { doc }] of parts) {
      const { roots } = contentOf(doc, world.observed.isText(entity, part) ? 'text' : 'registers');
      for (const [root, content] of Object.entries(roots)) {
        const values = typeof content === 'string' ? markersIn(content) : content.map(valueIn);
        for (const value of values) live.add(`${id} ${root} ${String(value)}`);
      }
    }
  }
  return live;
}

function valueIn(entry: string): unknown {
  const [value] = JSON.parse(entry) as [unknown];
  return value;
}
