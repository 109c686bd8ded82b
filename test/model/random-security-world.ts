/**
 * Random directories, records and operations for the comparison of `authorize` with its oracle.
 *
 * Invariant: a world is a function of its seed. Its proportions are chosen so that every rule decides
 * often: deep unit trees, teams in other units than their members, levels of every width, lookups that
 * dangle, owners that can not own.
 */
import type { OracleOperation, OracleRecord, OracleWorld, Rights } from './oracle-world.ts';

/** Draws from a seeded stream (mulberry32). */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
  often(share: number): boolean {
    return this.next() < share;
  }
  of<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }
  some<T>(choices: readonly T[], share: number): T[] {
    return choices.filter(() => this.often(share));
  }
}

const attribute = (name: string, secured = false) => ({ name, type: 'string' as const, secured });
const lookup = (name: string, targets: readonly string[], secured = false) => ({
  name,
  type: 'lookup' as const,
  secured,
  targets,
});

/** One entity of each ownership, one more that is owned, with lookups between them in both directions. */
export const entities = [
  {
    name: 'account',
    ownership: 'user-or-team',
    attributes: [
      attribute('name'),
      attribute('limit', true),
      lookup('parent', ['account', 'country'], true),
      lookup('remark', ['note']),
    ],
  },
  {
    name: 'visit',
    ownership: 'user-or-team',
    attributes: [
      attribute('name'),
      attribute('fee', true),
      lookup('customer', ['account', 'depot']),
      lookup('guide', ['user']),
    ],
  },
  {
    name: 'country',
    ownership: 'organization',
    attributes: [attribute('name'), lookup('capital', ['account'])],
  },
  {
    name: 'depot',
    ownership: 'business',
    attributes: [attribute('name'), lookup('keeper', ['account', 'visit'])],
  },
  {
    name: 'note',
    ownership: 'none',
    attributes: [attribute('name'), lookup('about', ['account', 'visit', 'note'])],
  },
] as const;

export const relationships = [
  { name: 'account_parent', parent: 'account', child: 'account', attribute: 'parent' },
  { name: 'visit_customer', parent: 'account', child: 'visit', attribute: 'customer' },
  { name: 'depot_keeper', parent: 'visit', child: 'depot', attribute: 'keeper' },
] as const;

const privilegeNames = [
  'create',
  'read',
  'write',
  'delete',
  'append',
  'append-to',
  'assign',
  'share',
] as const;
const levels = [
  'none',
  'none',
  'user',
  'user',
  'business-unit',
  'parent-child',
  'parent-child',
  'organization',
] as const;

/** Rights of one role: on each entity or not, each privilege at a random level. */
export function randomRights(dice: Dice): Rights {
  const rights = dice.some(entities, 0.75).map(({ name }) => {
    const given = dice.some(privilegeNames, name === 'note' ? 0.9 : 0.7).map((privilege) => {
      const isWide = dice.often(privilege === 'read' ? 0.4 : 0.15);
      return [privilege, isWide ? 'organization' : dice.of(levels)];
    });
    return [name, Object.fromEntries(given)] as const;
  });
  return Object.fromEntries(rights);
}

/** A directory with records. */
export function randomWorld(dice: Dice): OracleWorld {
  const units = Array.from({ length: 3 + dice.below(9) }, (_, i) => ({
    id: `unit-${i}`,
    // mostly a child of the last unit, so that trees are deep
    parent: i === 0 ? null : `unit-${dice.often(0.6) ? i - 1 : dice.below(i)}`,
  }));
  const unitIds = units.map((unit) => unit.id);
  const roles = Array.from({ length: 6 }, (_, i) => ({
    id: `role-${i}`,
    inheritance: dice.of(['direct-user-and-team', 'team-only'] as const),
    rights: randomRights(dice),
  }));
  const roleIds = roles.map((role) => role.id);
  const users = Array.from({ length: 8 }, (_, i) => ({
    id: `user-${i}`,
    unit: dice.of(unitIds),
    disabled: i > 0 && dice.often(0.1),
    roles: dice.some(roleIds, 0.2),
  }));
  const userIds = users.map((user) => user.id);
  const teams = [
    ...unitIds.map((unit) => ({
      id: `default-${unit}`,
      unit,
      kind: 'owner' as const,
      isDefault: true,
      members: dice.some(userIds, 0.1), // stored members of a default team mean nothing
      roles: dice.some(roleIds, 0.1),
    })),
    ...Array.from({ length: 5 }, (_, i) => {
      const kind = i < 4 ? ('owner' as const) : ('access' as const);
      const roleShare = kind === 'owner' ? 0.25 : 0;
      return {
        id: `team-${i}`,
        unit: dice.of(unitIds),
        kind,
        isDefault: false,
        members: dice.some(userIds, 0.35),
        roles: dice.some(roleIds, roleShare),
      };
    }),
  ];
  const secured = entities.flatMap((entity) =>
    entity.attributes
      .filter((one) => one.secured)
      .map((one) => ({ entity: entity.name, attribute: one.name })),
  );
  const profiles = Array.from({ length: 3 }, () => ({
    users: dice.some(userIds, 0.3),
    teams: dice.some(
      teams.map((team) => team.id),
      0.15,
    ),
    columns: dice.some(secured, 0.7).map((column) => ({
      ...column,
      read: dice.often(0.7),
      update: dice.often(0.5),
      create: dice.often(0.5),
    })),
  }));
  const directory = { units, users, teams, roles, profiles, entities, relationships };
  const records = Array.from({ length: 24 }, (_, i) =>
    randomRecord(dice, { ...directory, records: [] }, `record-${i}`),
  );
  return { ...directory, records };
}

/** A record of any entity. Mostly its unit is its owner's; ownership must reach into any other unit too. */
export function randomRecord(dice: Dice, world: OracleWorld, id: string, isNew = false): OracleRecord {
  const entity = dice.of(entities);
  const values = Object.fromEntries(
    dice.some(entity.attributes, 0.4).map((one) => [one.name, randomValue(dice, entity.name, one.name)]),
  );
  const record = { entity: entity.name, id, ownerid: null, unit: null, values };
  if (entity.ownership === 'business')
    return { ...record, unit: dice.of([...world.units, { id: 'unit-x' }]).id };
  if (entity.ownership !== 'user-or-team') return record;
  const owners = [...world.users, ...world.teams];
  const owner = dice.of(owners);
  const unit = dice.often(0.15) ? dice.of(world.units).id : owner.unit;
  return { ...record, ownerid: isNew && dice.often(0.03) ? 'nobody' : owner.id, unit };
}

function randomValue(dice: Dice, entity: string, name: string) {
  const found = entities.find((one) => one.name === entity)?.attributes.find((one) => one.name === name);
  if (found === undefined || found.type !== 'lookup' || dice.often(0.15))
    return dice.often(0.2) ? null : 'text';
  const targets: readonly string[] = found.targets;
  const target = dice.of(targets);
  return { entity: target, id: target === 'user' ? `user-${dice.below(9)}` : `record-${dice.below(26)}` };
}

/** An operation on a record of the world, on one that is absent, or a new one. */
export function randomOperation(dice: Dice, world: OracleWorld): OracleOperation {
  const kind = dice.of(['create', 'update', 'update', 'update', 'delete', 'set-state', 'assign'] as const);
  if (kind === 'create') {
    const record = randomRecord(dice, world, 'record-new', true);
    return { kind, record, touched: touch(dice, Object.keys(record.values)) };
  }
  const record = dice.often(0.03) ? randomRecord(dice, world, 'record-absent') : dice.of(world.records);
  switch (kind) {
    case 'update': {
      const names =
        entities.find((one) => one.name === record.entity)?.attributes.map((one) => one.name) ?? [];
      const touched = dice.some<string>(names, 0.35);
      const written = touched.map((name) => [
        name,
        dice.often(0.2) ? null : randomValue(dice, record.entity, name),
      ]);
      const after = { ...record.values, ...(dice.often(0.1) ? {} : Object.fromEntries(written)) };
      return { kind, record, touched: touch(dice, touched), after };
    }
    case 'delete':
    case 'set-state':
      return { kind, record };
    case 'assign':
      return { kind, record, newOwner: dice.of([...world.users, ...world.teams, { id: 'nobody' }]).id };
  }
}

function touch(dice: Dice, names: readonly string[]): readonly string[] {
  return dice.often(0.03) ? [...names, 'unheard_of'] : names;
}
