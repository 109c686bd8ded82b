/**
 * The data sets that are too large for the repository, in the folder that `REJOIN_TEST_DATA` names.
 *
 * Invariant: a test that lacks them never counts as passed. Where continuous integration runs they must be
 * there; anywhere else the tests are not declared, and a line says what was not proved.
 */
import { existsSync } from 'node:fs';

/** @param unproved what stays unproved without the data @returns the folder; undefined where the machine has none */
export function testDataFolder(unproved: string): string | undefined {
  const folder = process.env.REJOIN_TEST_DATA ?? '';
  if (folder !== '') {
    if (!existsSync(folder))
      throw new Error(`REJOIN_TEST_DATA names ${folder}, and there is no such folder.`);
    return folder;
  }
  if ((process.env.CI ?? '') !== '') {
    throw new Error(`REJOIN_TEST_DATA names no folder, and CI must prove: ${unproved}. See CONTRIBUTING.md.`);
  }
  console.warn(`SKIPPED, not proved: ${unproved}. REJOIN_TEST_DATA names no folder of test data.`);
  return undefined;
}
