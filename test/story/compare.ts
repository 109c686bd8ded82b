/** Checksums of every tablet against the relay, taken from the folders when nothing runs any more. */
import { join } from 'node:path';
import { deviceChecksum, observeRelay, relayChecksum } from './observer-checksum.ts';
import { type Office, type Person, people } from './office.ts';
import type { Stage } from './stage.ts';

export async function compareChecksums(office: Office, stage: Stage): Promise<'equal' | 'different'> {
  stage.scene('Checksums, by a reader that shares no code with tablets or relay');
  await Promise.all(office.tablets.map((tablet) => tablet.quit()));
  await office.relay.stop();
  const relay = await observeRelay(join(office.relay.folder, 'db'), office.relay.organization);
  stage.check(
    'the log of the relay is whole, and every accepted change was allowed',
    relay.problems.length === 0,
    relay.problems,
  );
  let isEqual = true;
  for (const person of Object.keys(people) as Person[]) {
    const held = await deviceChecksum(office.tabletFolder(person), relay);
    const due = relayChecksum(relay, office.userIds.get(person) ?? '');
    const isSame = held.sha256 === due.sha256;
    isEqual &&= isSame;
    stage.check(`${person}: ${held.records} records, ${held.sha256.slice(0, 16)}…`, isSame, due);
  }
  return isEqual ? 'equal' : 'different';
}
