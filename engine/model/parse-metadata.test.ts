/** Metadata from outside: each rule refuses with the place, and nothing throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metadataInput } from './metadata.fixture.ts';
import { MAX_PROBLEMS, parseMetadata } from './parse-metadata.ts';

/** Problems of the fixture's metadata after one place was set to something else. */
function problemsWith(path: string, value: unknown) {
  const copy: unknown = structuredClone(metadataInput);
  const keys = path.split('.');
  let place: unknown = copy;
  for (const key of keys.slice(0, -1)) place = Reflect.get(Object(place), key);
  Reflect.set(Object(place), keys.at(-1) ?? '', value);
  const parsed = parseMetadata(copy);
  return parsed.ok ? [] : parsed.problems;
}

const attribute = (name: string, more: object) => ({ name, type: 'string', ...more });

describe('metadata that is right', () => {
  it('is accepted with every default filled in', () => {
    const parsed = parseMetadata(metadataInput);
    expect(parsed.ok && parsed.metadata.entities[0]).toMatchObject({
      label: '',
      ownership: 'user-or-team',
      mobile: true,
      mobileOffline: true,
    });
    expect(parsed.ok && parsed.metadata.relationships[0]?.onDelete).toBe('restrict');
  });

  it('is accepted again as it was parsed', () => {
    const parsed = parseMetadata(metadataInput);
    expect(parsed.ok && parseMetadata(JSON.parse(JSON.stringify(parsed.metadata)))).toEqual(parsed);
  });
});

describe('metadata with one thing wrong names its place', () => {
  const cases: [what: string, set: string, to: unknown, path: string][] = [
    ['an entity twice', 'entities.1.name', 'account', 'entities[1].name'],
    [
      'an attribute twice',
      'entities.0.attributes.1',
      attribute('name', {}),
      'entities[0].attributes[1].name',
    ],
    ['a relationship twice', 'relationships.1.name', 'account_parent', 'relationships[1].name'],
    ['a directory name', 'entities.1.name', 'businessunit', 'entities[1].name'],
    ['a missing primary name', 'entities.1.primaryName', 'nothing', 'entities[1].primaryName'],
    ['a primary name that is no string', 'entities.0.primaryName', 'employees', 'entities[0].primaryName'],
    ['a secured primary name', 'entities.1.attributes.0.secured', true, 'entities[1].primaryName'],
    ['offline without mobile', 'entities.0.mobile', false, 'entities[0].mobileOffline'],
    [
      'an unknown option set',
      'entities.0.attributes.7.optionSet',
      'x',
      'entities[0].attributes[7].optionSet',
    ],
    ['an option value twice', 'optionSets.0.options.1.value', 0, 'optionSets[0].options[1].value'],
    [
      'an unknown target',
      'entities.1.attributes.1.targets',
      ['account', 'x'],
      'entities[1].attributes[1].targets[1]',
    ],
    ['an unknown parent', 'relationships.1.parent', 'x', 'relationships[1].parent'],
    ['a parent of the directory', 'relationships.0.parent', 'user', 'relationships[0].parent'],
    ['an unknown child', 'relationships.1.child', 'x', 'relationships[1].child'],
    ['an unknown lookup', 'relationships.1.attribute', 'x', 'relationships[1].attribute'],
    ['a lookup that is none', 'relationships.1.attribute', 'fullname', 'relationships[1].attribute'],
    ['a lookup of others', 'relationships.1.parent', 'contact', 'relationships[1].attribute'],
    ['turned integer bounds', 'entities.0.attributes.1.max', -1, 'entities[0].attributes[1].min'],
    ['turned decimal bounds', 'entities.0.attributes.2.min', '100.5', 'entities[0].attributes[2].min'],
    ['a bound with zeros', 'entities.0.attributes.2.max', '100.0', 'entities[0].attributes[2].max'],
    ['a bound with an exponent', 'entities.0.attributes.2.max', '1e3', 'entities[0].attributes[2].max'],
    ['a bound without end', 'entities.0.attributes.2.max', '9'.repeat(41), 'entities[0].attributes[2].max'],
    ['the part main', 'entities.0.attributes.4.name', 'main', 'entities[0].attributes[4].name'],
    ['a system column', 'entities.0.attributes.4.name', 'statecode', 'entities[0].attributes[4].name'],
    ['an unfit name', 'entities.0.attributes.4.name', 'constructor', 'entities[0].attributes[4].name'],
    ['an unknown type', 'entities.0.attributes.4.type', 'blob', 'entities[0].attributes[4].type'],
    ['an unknown key', 'entities.0.colour', 'red', 'entities[0]'],
    ['a wrong kind', 'entities.0.attributes', 'none', 'entities[0].attributes'],
  ];
  it.each(cases)('%s', (_what, set, to, path) => {
    expect(problemsWith(set, to).map((problem) => problem.path)).toContain(path);
  });

  it('an option set twice', () => {
    const [set] = metadataInput.optionSets;
    expect(problemsWith('optionSets', [set, set]).map((problem) => problem.path)).toEqual([
      'optionSets[1].name',
    ]);
  });
});

describe('hostile metadata gives problems and never throws', () => {
  it.each([undefined, null, 1, 'x', [], () => 1, Symbol('x'), 1n, new Map(), new Date(Number.NaN)])(
    '%s',
    (input) => {
      expect(parseMetadata(input).ok).toBe(false);
    },
  );

  it('lists and objects nested 100,000 deep', () => {
    let nested: unknown = [];
    for (let depth = 0; depth < 100_000; depth += 1) nested = depth % 2 ? [nested] : { name: nested };
    expect(parseMetadata(nested).ok).toBe(false);
    expect(problemsWith('entities', nested)).not.toEqual([]);
    expect(problemsWith('entities.0.name', nested)).not.toEqual([]);
    expect(problemsWith('extra', nested)).not.toEqual([]);
  });

  it('keys that reach for prototypes', () => {
    const text = JSON.stringify(metadataInput);
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      for (const place of ['{', '{"name":"account",', '{"name":"name",']) {
        const input: unknown = JSON.parse(text.replace(place, `${place}"${key}":{"polluted":1},`));
        const parsed = parseMetadata(input);
        expect(parsed.ok, `${place} ${key}`).toBe(false);
      }
    }
    expect('polluted' in {}).toBe(false);
  });

  it('a cycle', () => {
    const cycle: Record<string, unknown> = { version: 1 };
    cycle.entities = [cycle];
    cycle.self = cycle;
    expect(parseMetadata(cycle).ok).toBe(false);
  });

  it('more mistakes than anyone reads: it names 100', () => {
    const problems = problemsWith('entities', Array(900).fill({ name: 7 }));
    expect(problems).toHaveLength(MAX_PROBLEMS);
    const options = Array.from({ length: 500 }, () => ({ value: 1, label: 'x' }));
    expect(problemsWith('optionSets.0.options', options)).toHaveLength(MAX_PROBLEMS);
  });

  it('lists and texts without end', () => {
    expect(problemsWith('entities', Array(1_000_000).fill(0))).toHaveLength(1);
    const [problem] = problemsWith('x'.repeat(1_000_000), 1);
    expect(problem?.message.length).toBeLessThanOrEqual(300);
  });

  it('anything at all in any place', () => {
    const places = [
      'version',
      'entities',
      'entities.0',
      'entities.0.attributes.2',
      'entities.0.attributes.8.targets',
      'entities.0.attributes.2.min',
      'optionSets.0',
      'relationships.0',
      'relationships.0.parent',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.anything({ withNullPrototype: true }), (place, value) => {
        for (const problem of problemsWith(place, value)) {
          expect(typeof problem.path).toBe('string');
          expect(problem.message).not.toBe('');
        }
      }),
    );
  });
});
