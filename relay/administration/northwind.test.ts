/** The import of real data: the Northwind database, in the folder that REJOIN_TEST_DATA names. */
import { expect, it } from 'vitest';
import { anOrganization, userNamed } from '../../test/world/administered-organization.ts';
import { folderSource, sampleOrganization } from './index.ts';

const data = process.env.REJOIN_TEST_DATA;
if (data === undefined) {
  console.warn('the import of Northwind was NOT proved: REJOIN_TEST_DATA names no folder of test data');
  it('is proved where REJOIN_TEST_DATA names the data', () => {});
} else proveImport(`${data}/northwind`);

function proveImport(folder: string): void {
  it('imports the Northwind database whole, and a second time without a new version', async () => {
    const organization = await anOrganization();
    const source = folderSource(folder);

    const { report } = await sampleOrganization(organization, { source });

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
    const again = await sampleOrganization(organization, { source });
    expect(again.report.files.every(({ rows, unchanged }) => rows === unchanged)).toBe(true);
    expect(organization.store.lastSequence).toBe(sequence);
  });

  it('keeps what Northwind says: addresses with commas, managers, owners of order lines', async () => {
    const organization = await anOrganization();
    await sampleOrganization(organization, { source: folderSource(folder) });
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
}
