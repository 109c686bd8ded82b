/** CSV as it comes: however it was cut, ended and quoted; and what is wrong with it, by line. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvOptions, CsvReader, type CsvRecord } from './csv-reader.ts';

const defaults: CsvOptions = { separator: ',', beforeSpace: 'separator', maxRecordLength: 1_000 };

function read(text: string, options: Partial<CsvOptions> = {}, cuts: readonly number[] = []): CsvRecord[] {
  const reader = new CsvReader({ ...defaults, ...options });
  const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  const pieces = [0, ...ends].map((from, i) => text.slice(from, ends[i] ?? text.length));
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}
const fieldsOf = (records: readonly CsvRecord[]) => records.map(({ fields }) => fields);

const cell = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    ' ',
    '"',
    '""',
    ',',
    ';',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '1e3',
    '0010',
    '1234567890123456789',
    'é😀',
  ),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\r', '\n', ' ', 'a') }),
);
const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });
const newline = fc.constantFrom('\n', '\r\n', '\r');
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('what was written as CSV', () => {
  it('is read as it was, byte for byte, however it is cut and ended', () => {
    const law = fc.property(rows, newline, fc.boolean(), fc.array(fc.nat()), (table, end, hasEnd, cuts) => {
      const text = table.map((row) => row.map(quoted).join(',')).join(end) + (hasEnd ? end : '');
      const records = read(text, {}, cuts);
      expect(fieldsOf(records)).toEqual(table);
      expect(records.every(({ fault }) => fault === undefined)).toBe(true);
    });
    fc.assert(law, { numRuns: 500 });
  });

  it('is quoted only where it must be, and reads the same with every separator', () => {
    const law = fc.property(rows, fc.constantFrom(',', ';', '\t', '|'), newline, (table, separator, end) => {
      const write = (text: string) => (/[",;\t|\r\n]/.test(text) ? quoted(text) : text);
      const text = table.map((row) => row.map(write).join(separator)).join(end);
      expect(fieldsOf(read(text, { separator }))).toEqual(table);
    });
    fc.assert(law, { numRuns: 300 });
  });

  it('means what it means to another reader', () => {
    const law = fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
      const text = table.map((row) => row.map(quoted).join(',')).join(end);
      const theirs = parse(text, { relax_column_count: true, record_delimiter: end });
      expect(fieldsOf(read(text))).toEqual(theirs);
    });
    fc.assert(law, { numRuns: 200 });
  });
});

it('never throws, gives the same however it is cut, and numbers lines upward on any text', () => {
  const hostile = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'a'), maxLength: 60 });
  const beforeSpace = fc.constantFrom('separator' as const, 'text' as const);
  const law = fc.property(hostile, beforeSpace, fc.array(fc.nat()), (text, space, cuts) => {
    const whole = read(text, { beforeSpace: space });
    expect(read(text, { beforeSpace: space }, cuts)).toEqual(whole);
    const lines = whole.map(({ line }) => line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });
  fc.assert(law, { numRuns: 2_000 });
});

it('counts lines alike for CRLF, LF and CR, within quotes too', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = ['h1,h2', '"a', 'b",1', '', 'c,2'].join(end);
    expect(read(text).map(({ line }) => line)).toEqual([1, 2, 5]);
  }
});

it('names the line where a quote that is never closed opened, and keeps the rows before it', () => {
  const records = read('h1,h2\n1,2\n3,"open\n5,6\n');
  expect(fieldsOf(records).slice(0, 2)).toEqual([
    ['h1', 'h2'],
    ['1', '2'],
  ]);
  expect(records[2]).toMatchObject({ line: 3, fault: { line: 3, field: 2, isEnd: true } });
  expect(records).toHaveLength(3);
});

it('stops at a quote that holds more than any record may, with the line where it opened', () => {
  const records = read(`a,b\n1,"${'x\n'.repeat(600)}`);
  expect(records.at(-1)).toMatchObject({ line: 2, fault: { line: 2, field: 2, isEnd: true } });
});

it('refuses text behind a closing quote and a quote within plain text, and reads the next row', () => {
  const records = read('a,b\n"x"y,1\n2,3"\n4,5');
  expect(records.map(({ fault }) => fault?.line)).toEqual([undefined, 2, 3, undefined]);
  expect(records[3]?.fields).toEqual(['4', '5']);
});

describe('a separator before a space', () => {
  it('ends a field by default', () => {
    expect(fieldsOf(read('Rua do Paço, 67,Rio'))).toEqual([['Rua do Paço', ' 67', 'Rio']]);
  });
  it('is text where the mapping says so, outside quotes only', () => {
    const options = { beforeSpace: 'text' } as const;
    expect(fieldsOf(read('Rua do Paço, 67,Rio\n"a", b,\n,x', options))).toEqual([
      ['Rua do Paço, 67', 'Rio'],
      ['a', ' b', ''],
      ['', 'x'],
    ]);
  });
});
