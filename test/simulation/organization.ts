/** The directory of a simulated world: units, teams, roles and secured columns that a seed hands out. */
import { asId, type UserId } from '../../engine/model/index.ts';
import type { DirectoryChange, Privilege, Role } from '../../engine/security/index.ts';

export const ORGANIZATION = 'acme';

/** Stable ids that say what they are. */
export function worldId(kind: number, number: number): string {
  return `0000000${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export const units = [0, 1, 2, 3].map((number) => worldId(1, number));
export const teams = [0, 1].map((number) => worldId(3, number));
export const userId = (number: number): UserId => asId(worldId(2, number));

type Level = 'user' | 'business-unit' | 'parent-child' | 'organization';

const all: readonly Privilege[] = [
  ...(['create', 'read', 'write', 'delete', 'append', 'append-to', 'assign'] as const),
];

function role(number: number, name: string, level: Level, privileges: readonly Privilege[] = all): Role {
  const rights = Object.fromEntries(privileges.map((privilege) => [privilege, level]));
  const whole = Object.fromEntries(privileges.map((privilege) => [privilege, 'organization' as const]));
  const { assign: _none, ...product } = whole;
  const { assign: _neither, ...task } = rights;
  return {
    id: asId(worldId(4, number)),
    name,
    inheritance: number % 2 === 0 ? 'direct-user-and-team' : 'team-only',
    privileges: { account: rights, contact: rights, task, product },
  };
}

/** From nearly nothing to everything. */
export const roles: readonly Role[] = [
  role(0, 'everything', 'organization'),
  role(1, 'unit', 'business-unit'),
  role(2, 'below', 'parent-child'),
  role(3, 'own', 'user'),
  role(4, 'reader', 'organization', ['read', 'append-to']),
  role(5, 'no deleting', 'organization', ['create', 'read', 'write', 'append', 'append-to']),
];

export const securedColumns = [
  { entity: 'account', attribute: 'credit' },
  { entity: 'contact', attribute: 'salary' },
  { entity: 'contact', attribute: 'remarks' },
  { entity: 'task', attribute: 'pin' },
] as const;

/** What makes the directory out of one with a root unit. */
export function directoryChanges(users: number, random: () => number): DirectoryChange[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const changes: DirectoryChange[] = [];
  const [root] = units;
  units.slice(1).forEach((id, at) => {
    const parent = at === 2 ? units[1] : root;
    changes.push({
      kind: 'put-unit',
      unit: { id: asId(id), name: `Unit ${at + 1}`, parent: asId(parent ?? '') },
    });
  });
  for (const one of roles) changes.push({ kind: 'put-role', role: one });
  for (let number = 0; number < users; number++) {
    const id = userId(number);
    const unit = asId<never>(pick(units));
    const facts = { id, name: `User ${number}`, unit, disabled: false, language: 'en', timeZone: 'UTC' };
    changes.push({ kind: 'put-user', user: facts });
    const granted = number === 0 ? roles[0] : pick(roles);
    if (granted !== undefined) changes.push({ kind: 'grant-role', role: granted.id, to: { user: id } });
  }
  teams.forEach((id, at) => {
    const team = {
      id: asId<never>(id),
      name: `Team ${at}`,
      unit: asId<never>(pick(units)),
      kind: 'owner',
    } as const;
    changes.push({ kind: 'put-team', team });
    changes.push({ kind: 'grant-role', role: pick(roles).id, to: { team: team.id } });
    for (let number = 0; number < users; number++) {
      if (random() < 0.4)
        changes.push({ kind: 'set-member', team: team.id, user: userId(number), member: true });
    }
  });
  changes.push(columnProfile(users, random));
  return changes;
}

/** Who may see and set the secured columns, dealt anew. */
export function columnProfile(users: number, random: () => number): DirectoryChange {
  const chosen = Array.from({ length: users }, (_, number) => userId(number)).filter(() => random() < 0.6);
  const columns = securedColumns.map((column) => ({
    ...column,
    ...{ read: random() < 0.85, update: random() < 0.75, create: random() < 0.75 },
  }));
  return {
    kind: 'put-column-profile',
    profile: {
      ...{ id: worldId(5, 0), name: 'Money' },
      users: [userId(0), ...chosen.filter((id) => id !== userId(0))],
      teams: random() < 0.3 ? [asId<never>(teams[0] ?? '')] : [],
      columns: columns.map((column) => ({
        ...column,
        update: column.read && column.update,
        create: column.read && column.create,
      })),
    },
  };
}
