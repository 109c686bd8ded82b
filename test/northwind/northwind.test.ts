/** The Northwind company, of made files, and of the real database where REJOIN_TEST_DATA names the data. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { type FileSource, folderSource, sampleOrganization } from '../../relay/administration/index.ts';
import { anOrganization, userNamed } from '../world/administered-organization.ts';
import { testDataFolder } from '../world/test-data.ts';
import { northwindFiles } from './made-files.ts';
import { northwindMapping } from './northwind-mapping.ts';
import { NORTHWIND_ADMIN, northwindSolution } from './northwind-solution.ts';

const northwind = (source: FileSource = northwindFiles()) => ({
  ...{ solution: northwindSolution, mapping: northwindMapping, admin: NORTHWIND_ADMIN, source },
});

const textOf = async (name: string, seed?: number) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of northwindFiles(seed).open(name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

it('is made of made files without a refusal, 300 records, and again without a change', async () => {
  const organization = await anOrganization();

  const { report } = await sampleOrganization(organization, northwind());

  const created = report.files.reduce((sum, file) => sum + file.created, 0);
  expect(report.files.flatMap(({ refused }) => refused)).toEqual([]);
  expect(created).toBe(300);
  const again = await sampleOrganization(organization, northwind());
  expect(again.report.files.every(({ rows, unchanged }) => rows === unchanged)).toBe(true);
});

it('has made files that follow from their seed', async () => {
  await expect(textOf('customers.csv')).resolves.toBe(await textOf('customers.csv', 1));
  await expect(textOf('customers.csv')).resolves.not.toBe(await textOf('customers.csv', 2));
});

const data = testDataFolder('the import of the Northwind database');
if (data !== undefined) proveNorthwind(join(data, 'northwind'));

function proveNorthwind(folder: string): void {
  it('imports the Northwind database whole, and a second time without a new version', async () => {
    const organization = await anOrganization();
    const source = folderSource(folder);

    const { report } = await sampleOrganization(organization, northwind(source));

    const counts = report.files.map(({ table, rows, created, unchanged, refusedCount }) => ({
      table,
      counts: [rows, created, unchanged, refusedCount],
    }));
    expect(Object.fromEntries(counts.map(({ table, counts: four }) => [table, four]))).toEqual({
      person: [9, 0, 9, 0],
      employee: [9, 9, 0, 0],
      customer: [91, 91, 0, 0],
      customercontact: [91, 91, 0, 0],
      supplier: [29, 29, 0, 0],
      suppliercontact: [29, 29, 0, 0],
      product: [77, 77, 0, 0],
      salesorder: [830, 830, 0, 0],
      orderline: [2155, 2155, 0, 0],
    });
    expect(report.files.find(({ table }) => table === 'employee')?.unmappedColumns).toEqual([
      'titleOfCourtesy',
      'photo',
      'photoPath',
    ]);

    const sequence = organization.store.lastSequence;
    const again = await sampleOrganization(organization, northwind(source));
    expect(again.report.files.every(({ rows, unchanged }) => rows === unchanged)).toBe(true);
    expect(organization.store.lastSequence).toBe(sequence);
  });

  it('keeps what Northwind says: addresses with commas, managers, owners of order lines', async () => {
    const organization = await anOrganization();
    await sampleOrganization(organization, northwind(folderSource(folder)));
    const found = new Map<
      unknown,
      { readonly values: Record<string, unknown>; readonly ownerid: string | null }
    >();
    for (const entity of ['account', 'employee', 'orderline']) {
      for await (const { values, system } of organization.store.rows(entity)) {
        const key = values.accountnumber ?? values.fullname ?? values.name;
        found.set(key, { values: { ...values }, ownerid: system.ownerid });
      }
    }

    expect(found.get('HANAR')?.values).toMatchObject({ address: 'Rua do Paço, 67', city: 'Rio de Janeiro' });
    expect(found.get('7')?.values).toMatchObject({ name: 'Pavlova, Ltd.', country: 'Australia' });
    expect(found.get('Nancy Davolio')?.values).toMatchObject({
      hiredate: '1992-05-01',
      birthdate: '1948-12-08',
    });
    expect(found.get('Andrew Fuller')?.values).not.toHaveProperty('manager');
    // Order 10248 is Steven Buchanan's, and so are its lines.
    expect(found.get('10248/11')?.ownerid).toBe(userNamed(organization, 'Steven Buchanan'));
    expect(found.get('10248/11')?.values).toMatchObject({ unitprice: '14', quantity: 12, discount: '0' });
  });

  it('has every employee in the unit of the region of their territories, and who leads all above it', () => {
    const rows = (file: string): Record<string, string>[] =>
      parse(readFileSync(join(folder, file)), { columns: true, trim: true, bom: true });
    const regions = new Map(rows('regions.csv').map((row) => [row.regionID, row.regionDescription]));
    const territories = new Map(rows('territories.csv').map((row) => [row.territoryID, row.regionID]));
    const regionsOf = (employee: string | undefined) =>
      rows('employee-territories.csv')
        .filter(({ employeeID }) => employeeID === employee)
        .map(({ territoryID }) => regions.get(territories.get(territoryID)));
    const parentOf = new Map(northwindSolution.businessUnits?.map(({ name, parent }) => [name, parent]));
    const unitOf = new Map(northwindSolution.users?.map(({ name, unit }) => [name, unit]));

    const employees = rows('employees.csv');
    expect(employees).toHaveLength(9);
    for (const { employeeID, firstName, lastName, reportsTo } of employees) {
      const [region, ...others] = [...new Set(regionsOf(employeeID))];
      const leads = reportsTo === 'NULL';
      expect(others).toEqual([]);
      expect(unitOf.get(`${firstName} ${lastName}`)).toBe(leads ? parentOf.get(region ?? '') : region);
    }
  });
}
