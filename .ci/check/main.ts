/**
 * `npm run check`: runs every check on the project and says what each found; ends with 1 when any did.
 * `npm run check -- --rewrite` writes the files that are produced (public names, docs/errors.md, the picture of docs/architecture.md).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCheck } from './bundle.ts';
import type { Check } from './check.ts';
import { cyclesCheck } from './cycles.ts';
import { dependenciesCheck } from './dependencies.ts';
import { errorsPageCheck } from './errors-page.ts';
import { fileLengthCheck } from './file-length.ts';
import { fileNamesCheck } from './file-names.ts';
import { layersCheck } from './layers.ts';
import { linksCheck } from './links.ts';
import { addressesCheck, oneCopyCheck } from './lock-file.ts';
import { observersCheck } from './observers.ts';
import { pictureCheck } from './picture.ts';
import { promisesCheck } from './promises.ts';
import { publicNamesCheck } from './public-names.ts';
import { seamsCheck } from './seams.ts';
import { shippedFilesCheck } from './shipped-files.ts';
import { skippedTestsCheck } from './skipped-tests.ts';
import { suppressionsCheck } from './suppressions.ts';
import { formatAndLintCheck, typesCheck } from './tools.ts';
import { treeIn } from './tree.ts';

const checks: readonly Check[] = [
  formatAndLintCheck,
  typesCheck,
  layersCheck,
  cyclesCheck,
  observersCheck,
  seamsCheck,
  fileNamesCheck,
  fileLengthCheck,
  suppressionsCheck,
  skippedTestsCheck,
  promisesCheck,
  publicNamesCheck,
  shippedFilesCheck,
  errorsPageCheck,
  pictureCheck,
  linksCheck,
  dependenciesCheck,
  oneCopyCheck,
  addressesCheck,
  bundleCheck,
];

const folder = process.cwd();

if (process.argv.includes('--rewrite'))
  for (const { produce } of checks) {
    const file = produce?.(treeIn(folder));
    if (file === undefined) continue;
    writeFileSync(join(folder, file.path), file.text);
    console.log(`wrote ${file.path}`);
  }

const tree = treeIn(folder);
let failed = 0;
for (const check of checks) {
  const findings = await check.find(tree);
  const note = check.note?.(tree) ?? '';
  console.log(`${findings.length === 0 ? '✓' : '✗'} ${check.name}${note === '' ? '' : ` (${note})`}`);
  for (const finding of findings) console.log(`    ${finding}`);
  if (findings.length > 0) failed += 1;
}
console.log(`${checks.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
