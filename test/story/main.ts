/**
 * `npm run story`: the main job in a terminal, with real processes and real folders, every step checked.
 *
 * Three people take their tablets offline, work on the same records, and do things that they may not; a
 * right is taken away meanwhile, and the relay is killed while they come back. In the end everyone has what they
 * should have, what was refused is a draft with its reason, and every checksum agrees.
 */
import { flagsOfProcess } from '../world/program-flags.ts';
import { type Cast, chooseCast } from './cast.ts';
import { comeBack } from './come-back.ts';
import { compareChecksums } from './compare.ts';
import { mendDrafts } from './mend-drafts.ts';
import { Office } from './office.ts';
import { checkRefusals, compareRecords } from './reunion.ts';
import { Stage } from './stage.ts';
import { workOffline } from './work-offline.ts';

const { switches } = flagsOfProcess({
  program: 'npm run story --',
  does: 'plays the main job with real processes and checks every step',
  switches: { json: 'only the figures, as JSON' },
});
const isJson = switches.has('json');
const stage = new Stage((line) => {
  if (!isJson) console.log(line);
});
const began = process.hrtime.bigint();
const office = await Office.open();
let checksums: 'equal' | 'different' = 'different';
try {
  stage.scene('A relay on a fresh folder, and the company in it');
  const files = await office.furnish(stage);
  const refused = files.reduce((sum, file) => sum + Number(file.refusedCount), 0);
  const created = files.reduce((sum, file) => sum + Number(file.created), 0);
  stage.check(`${created} records imported, no row refused`, created >= 300 && refused === 0, files);
  await checkNorthwind(files);

  stage.scene('Three tablets, three roles');
  await office.handOut();
  for (const tablet of office.tablets) {
    const orders = await tablet.list('salesorder');
    const accounts = await tablet.list('account');
    stage.check(
      `${tablet.name} holds ${accounts.length} accounts and ${orders.length} orders`,
      accounts.length > 0,
    );
  }
  const cast: Cast = await chooseCast(office);
  await workOffline(office, cast, stage);
  await comeBack(office, stage);
  await compareRecords(office, cast, stage);
  await checkRefusals(office, cast, stage);
  await mendDrafts(office, cast, stage);
  checksums = await compareChecksums(office, stage);
} catch (error) {
  stage.check(`the story goes on: ${error instanceof Error ? error.message : String(error)}`, false);
} finally {
  await office.close();
}
const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1_000;
const summary = { steps: stage.steps, failed: stage.failed, checksums, seconds };
if (isJson) console.log(JSON.stringify(summary));
else console.log(`\n${stage.steps} steps, ${stage.failed} failed, checksums ${checksums}, in ${seconds} s`);
process.exitCode = stage.failed === 0 && checksums === 'equal' ? 0 : 1;

/** The whole database, where it is there. */
async function checkNorthwind(files: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  if (process.env.REJOIN_TEST_DATA === undefined) return;
  const created = (file: string): number =>
    files.filter((report) => report.file === file).reduce((sum, report) => sum + Number(report.created), 0);
  const counts = ['orders.csv', 'order-details.csv', 'products.csv'].map(created);
  stage.check(
    'all 830 orders, 2,155 order lines and 77 products are in',
    counts.join() === '830,2155,77',
    counts,
  );
}
