/** The import of real data: the Northwind database, where the tests find it. */
import { expect, it } from 'vitest';
import { configured, userNamed } from './administration.fixture.ts';
import { folderSource, importFolder, parseMapping } from './index.ts';
import { northwindMapping } from './samples/northwind-mapping.ts';
import { northwindSolution, SAMPLE_ADMIN } from './samples/northwind-solution.ts';

const data = process.env['REJOIN_TEST_DATA'];

it.skipIf(data === undefined)('imports the Northwind database whole (needs REJOIN_TEST_DATA)', async () => {
  const organization = await configured(northwindSolution);
  const mapping = parseMapping(JSON.stringify(northwindMapping));
  if (!mapping.ok) throw new Error(JSON.stringify(mapping.problems));
  const options = {
    source: folderSource(`${data}/northwind`),
    mapping: mapping.mapping,
    by: userNamed(organization, SAMPLE_ADMIN),
  };

  const before = Date.now();
  const first = await importFolder(organization, options);
  const seconds = (Date.now() - before) / 1000;
  if (!first.ok) throw new Error(JSON.stringify(first.problems));
  console.log(
    JSON.stringify(
      first.report.files.map(({ refused, ...f }) => ({ ...f, refused: refused.slice(0, 5) })),
      null,
      1,
    ),
    seconds,
  );
});
