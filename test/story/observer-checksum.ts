/**
 * Checksums of what tablets and the relay hold, read from their folders by the observers, which share no
 * code with either.
 *
 * A checksum is SHA-256 over the sorted (entity, id, version, canonical row, live register entries, texts).
 * That of the relay is taken for one user: of what that user may read, by the oracle.
 */
import { createHash } from 'node:crypto';
import { Level } from 'level';
import { readDevice } from '../world/observer-device.ts';
import { contentOf, type DocumentContent, openDocument } from '../world/observer-documents.ts';
import { ObservedRelay } from '../world/observer-relay.ts';

/** All keys and values of a closed LevelDB folder. */
async function readFolder(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const database = new Level<string, Uint8Array>(folder, { valueEncoding: 'view', createIfMissing: false });
  await database.open();
  try {
    const stored = new Map<string, Uint8Array>();
    for await (const [key, value] of database.iterator()) stored.set(key, value);
    return stored;
  } finally {
    await database.close();
  }
}

/** What the relay has decided, from its log alone. The relay must not run. */
export async function observeRelay(databaseFolder: string, organization: string): Promise<ObservedRelay> {
  const stored = await readFolder(databaseFolder);
  const relay = new ObservedRelay();
  relay.readOn((batch) => stored.get(`${organization}/L/${batch.toString(16).padStart(14, '0')}`));
  return relay;
}

export interface Checksum {
  readonly records: number;
  readonly sha256: string;
}

/** Of what the relay has for one user. */
export function relayChecksum(relay: ObservedRelay, user: string): Checksum {
  const lines: string[] = [];
  for (const [key, record] of relay.records) {
    if (!relay.reads(user, key)) continue;
    const { entity, id, system } = record;
    const mayRead = (attribute: string): boolean => relay.readsAttribute(user, entity, attribute);
    const values = Object.entries(record.values).filter(([name]) => mayRead(name));
    const parts = [...record.parts]
      .filter(([part]) => part === 'main' || mayRead(part))
      .map(([part, { doc }]): readonly [string, DocumentContent] => [
        part,
        contentOf(doc, relay.isText(entity, part) ? 'text' : 'registers'),
      ]);
    lines.push(lineOf(entity, id, system.versionnumber, values, parts));
  }
  return checksumOf(lines);
}

/** Of what a tablet has confirmed. It must not run. `relay` says which parts are texts. */
export async function deviceChecksum(folder: string, relay: ObservedRelay): Promise<Checksum> {
  const { rows } = readDevice(await readFolder(folder));
  const lines = [...rows.values()].map(({ entity, id, version, values, parts }) => {
    const contents = [...parts].map(([part, { document }]): readonly [string, DocumentContent] => [
      part,
      contentOf(openDocument(document), relay.isText(entity, part) ? 'text' : 'registers'),
    ]);
    return lineOf(entity, id, version, Object.entries(values), contents);
  });
  return checksumOf(lines);
}

function lineOf(
  entity: string,
  id: string,
  version: number,
  values: readonly (readonly [string, unknown])[],
  parts: readonly (readonly [string, DocumentContent])[],
): string {
  const row = values.filter(([, value]) => value !== null).map(([name, value]) => [name, canonical(value)]);
  const roots = parts
    .map(([part, { roots: found }]) => [part, Object.entries(found).sort()] as const)
    .filter(([, found]) => found.length > 0);
  return JSON.stringify([entity, id, version, row.sort(), [...roots].sort()]);
}

/** The same value has the same text: keys in order. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort());
}

function checksumOf(lines: readonly string[]): Checksum {
  const hash = createHash('sha256');
  for (const line of [...lines].sort()) hash.update(line).update('\n');
  return { records: lines.length, sha256: hash.digest('hex') };
}
