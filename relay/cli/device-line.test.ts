import { describe, expect, it } from 'vitest';
import { parseLine, wordsOf } from './device-line.ts';

const id = '01a21052-72b8-7674-a867-cad652a56a18';

describe('a line of the terminal client', () => {
  it.each([
    ['list account', { do: 'list', entity: 'account', where: {}, limit: 50 }],
    ['list account name="A B" limit=5', { do: 'list', entity: 'account', where: { name: 'A B' }, limit: 5 }],
    [`show account ${id}`, { do: 'show', entity: 'account', id }],
    [
      `set account ${id} name=Ada employees:=4 active:=true notes= parent=@account/${id}`,
      {
        do: 'set',
        entity: 'account',
        id,
        values: { name: 'Ada', employees: 4, active: true, notes: null, parent: { entity: 'account', id } },
      },
    ],
    [`state account ${id} inactive`, { do: 'state', entity: 'account', id, state: 'inactive' }],
    [
      `text account ${id} notes insert 3 "two words"`,
      { do: 'text', entity: 'account', id, attribute: 'notes', at: 3, remove: 0, insert: 'two words' },
    ],
    [
      `text account ${id} notes remove 0 4`,
      { do: 'text', entity: 'account', id, attribute: 'notes', at: 0, remove: 4, insert: '' },
    ],
    [`retry ${id} without name`, { do: 'retry', draft: id, without: ['name'] }],
    ['{"do":"sync"}', { do: 'sync' }],
    ['   # a comment', undefined],
    ['', undefined],
  ])('is understood: %s', (line, command) => {
    expect(parseLine(line)).toEqual(command);
  });

  it.each([
    ['jump', 'one of help'],
    ['show account', 'show <entity> <id>'],
    ['show account 7', 'id: must be a UUID'],
    ['sync now', 'sync'],
    [`state account ${id} asleep`, 'state: '],
    [`set account ${id} Name=x`, 'no name=value'],
    [`set account ${id} name:=[1]`, 'name:= takes'],
    [`set account ${id} name:={`, 'name:= takes'],
    ['list "account', 'quote'],
    ['{"do":"sync"', 'JSON'],
    ['{"do":"sync","now":true}', 'sync'],
    ['null', 'one of help'],
  ])('is refused with its form: %s', (line, said) => {
    expect(() => parseLine(line)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    expect(() => parseLine(line)).toThrow(said);
  });

  it('splits words at spaces, and keeps what is quoted or escaped', () => {
    expect(wordsOf(`a "b c" 'd "e' f\\ g "line\\nbreak" ""`)).toEqual([
      'a',
      'b c',
      'd "e',
      'f g',
      'line\nbreak',
      '',
    ]);
  });
});
