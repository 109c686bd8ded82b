/** How cells become values, or are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, one, type Table } from '../../test/world/small-import.ts';

describe('cells', () => {
  it.each<[string, string, Table['attributes'][string], unknown]>([
    ['size', '0042', 'x', 42],
    ['size', '-7', 'x', -7],
    ['revenue', '12.345', 'x', '12.35'],
    ['revenue', '12,5', { column: 'x', decimal: 'comma' }, '12.5'],
    ['active', 'ja', { column: 'x', true: ['ja'], false: ['nein'] }, true],
    ['active', 'false', 'x', false],
    ['since', '2024-02-29', 'x', '2024-02-29'],
    ['since', '29.02.2024', { column: 'x', format: 'DD.MM.YYYY' }, '2024-02-29'],
    ['seen', '2024-02-29T10:00:00+02:00', 'x', '2024-02-29T08:00:00.000Z'],
    ['seen', '2024-07-01T10:00', { column: 'x', zone: 'Europe/Berlin' }, '2024-07-01T08:00:00.000Z'],
    [
      'seen',
      '01.07.2024 10:00',
      { column: 'x', format: 'DD.MM.YYYY HH:mm', zone: 'UTC' },
      '2024-07-01T10:00:00.000Z',
    ],
    [
      'seen',
      '2025-10-26T02:30',
      { column: 'x', zone: 'Europe/Berlin', ambiguous: 'later' },
      '2025-10-26T01:30:00.000Z',
    ],
    ['kind', 'Large', 'x', 2],
    ['kind', '2', { column: 'x', options: 'number' }, 2],
    ['kind', 'L', { column: 'x', options: { L: 2 } }, 2],
    ['code', ' a ', 'x', ' a '],
    ['code', ' a ', { column: 'x', trim: true }, 'a'],
    ['code', '', 'x', undefined],
    ['code', '', { value: 'fixed' }, 'fixed'],
    ['code', 'b', { columns: ['id', 'x'], join: '-' }, '1-b'],
    ['limit', '5', 'x', '5'],
    ['notes', 'a text', 'x', 'a text'],
  ])('%s from %j by %j is %j', async (attribute, text, source, expected) => {
    await expect(cell(attribute, text, source)).resolves.toEqual(expected);
  });

  it.each<[string, string, Table['attributes'][string]]>([
    ['size', '1.0', 'x'],
    ['size', '1e3', 'x'],
    ['size', ' 1', 'x'],
    ['size', '99999999999', 'x'],
    ['revenue', '1,5', 'x'],
    ['revenue', '1.5', { column: 'x', decimal: 'comma' }],
    ['revenue', '1.234,5', { column: 'x', decimal: 'comma' }],
    ['revenue', '$5', 'x'],
    ['active', '1', 'x'],
    ['active', 'TRUE', 'x'],
    ['since', '29.02.2024', 'x'],
    ['since', '2023-02-29', 'x'],
    ['since', '02/03/2024', { column: 'x', format: 'DD.MM.YYYY' }],
    ['since', '2024-01-01 12:00', { column: 'x', format: 'YYYY-MM-DD HH:mm' }],
    ['seen', '2024-02-29T10:00', 'x'],
    ['seen', '2024-02-29', { column: 'x', zone: 'UTC' }],
    ['seen', '2025-03-30T02:30', { column: 'x', zone: 'Europe/Berlin' }],
    ['seen', '2025-10-26T02:30', { column: 'x', zone: 'Europe/Berlin' }],
    ['kind', '2', 'x'],
    ['kind', '3', { column: 'x', options: 'number' }],
    ['kind', 'toString', { column: 'x', options: {} }],
    ['code', 'x'.repeat(101), 'x'],
  ])('%s from %j by %j is refused with line, column and attribute', async (attribute, text, source) => {
    const refused = await cell(attribute, text, source);
    expect(refused).toMatchObject({ line: 2, column: 'x', attribute, code: 'invalid-value' });
    expect(JSON.stringify(refused)).not.toContain(`"${text}"`);
  });

  it('that hold a null word are empty, and a required one refuses its row', async () => {
    const { report } = await one('id,name\n1,NULL\n2,\n3,null\n', { null: 'NULL' });
    expect(report).toMatchObject({
      created: 1,
      refused: [
        { line: 2, attribute: 'name', code: 'required-missing' },
        { line: 3, attribute: 'name', code: 'required-missing' },
      ],
    });
  });

  it('come back as they were, whatever they hold', async () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), {
      minLength: 1,
      maxLength: 6,
    });
    const law = fc.asyncProperty(texts, fc.constantFrom('\n', '\r\n', '\r'), async (codes, end) => {
      const write = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const file = ['id,name,code', ...codes.map((code, i) => `${i},N${i},${write(code)}`)].join(end);
      const { values } = await one(file, { attributes: { name: 'name', code: 'code', notes: 'code' } });
      for (const [i, code] of codes.entries()) expect(values(`N${i}`)).toMatchObject({ code, notes: code });
    });
    await fc.assert(law, { numRuns: 10 });
  });
});
