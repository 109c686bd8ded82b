/** Metadata by name: every attribute in exactly one part, and what a device's bundle leaves out. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RejoinError } from './index.ts';
import { anIndex } from './metadata.fixture.ts';

describe('the parts of an entity', () => {
  it('are main, each memo, and each secured column', () => {
    const { account } = anIndex();
    expect(account.parts.map(({ name, kind, secured }) => [name, kind, secured])).toEqual([
      ['main', 'plain', false],
      ['description', 'text', false],
      ['creditlimit', 'plain', true],
      ['assessment', 'text', true],
    ]);
  });

  it('hold every attribute once', () => {
    const { account } = anIndex();
    const held = account.parts.flatMap((part) => [...part.roots.keys()]);
    expect(held.sort()).toEqual(account.entity.attributes.map(({ name }) => name).sort());
    for (const { name } of account.entity.attributes) {
      expect(account.part(account.partOf(name))?.roots.get(name)).toBe(account.attribute(name));
    }
  });

  it('are unknown for what the entity does not have', () => {
    const { account } = anIndex();
    expect(account.part('name')).toBeUndefined();
    expect(account.attribute('toString')).toBeUndefined();
    expect(() => account.partOf('nothing')).toThrow(RejoinError);
  });
});

describe('the index', () => {
  it('finds entities, options and the relationships below a parent', () => {
    const { index, account } = anIndex();
    expect(index.entity('lead')).toBeUndefined();
    expect([...account.optionValues('industry')]).toEqual([0, 7]);
    expect([...account.optionValues('name')]).toEqual([]);
    expect(index.childrenOf('account').map(({ name }) => name)).toEqual([
      'account_parent',
      'account_contacts',
    ]);
    expect(index.childrenOf('contact')).toEqual([]);
  });

  it('knows which entities tablets may hold', () => {
    const { index, account } = anIndex();
    expect(account.isOffline).toBe(true);
    expect(index.entity('contact')?.isOffline).toBe(false);
  });
});

describe('the public face of the model', () => {
  it('reaches no schema library at run time', () => {
    const start = join(dirname(fileURLToPath(import.meta.url)), 'index.ts');
    const reached = new Set<string>([start]);
    for (const file of reached) {
      if (!existsSync(file)) continue;
      const source = readFileSync(file, 'utf8');
      for (const [, clause = '', from = ''] of source.matchAll(
        /^(?:import|export) ([^;]*?)from '([^']+)';/gms,
      )) {
        if (clause.startsWith('type ')) continue;
        reached.add(from.startsWith('.') ? join(dirname(file), from) : from);
      }
    }
    expect(reached.size).toBeGreaterThan(8);
    expect([...reached].filter((name) => name === 'zod' || name.endsWith('parse-metadata.ts'))).toEqual([]);
  });
});
