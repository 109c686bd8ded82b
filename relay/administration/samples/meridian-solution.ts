/**
 * The sample organization's solution file: its entities, units, roles and people. All of it is made up.
 *
 * Ana and Ben sell in the same region and share its accounts; both see what a customer may owe, and only Ana
 * may change that. Carla does not see it at all.
 */
import type { AccessLevel, Privilege } from '../../../engine/security/index.ts';
import { privileges } from '../../../engine/security/index.ts';
import type { SolutionInput } from '../solution-schema.ts';
import { meridianMetadata } from './meridian-entities.ts';

type Levels = Partial<Record<Privilege, AccessLevel>>;

const all = (level: AccessLevel): Levels => Object.fromEntries(privileges.map((name) => [name, level]));
const see: Levels = { read: 'organization' };
const use: Levels = { ...see, 'append-to': 'organization' };
/** Sees as far as `reach`, works on what lies within `work`. */
const work = (reach: AccessLevel, level: AccessLevel): Levels => ({
  ...all(level),
  read: reach,
  'append-to': reach,
});
const entities = ['account', 'contact', 'case', 'task', 'salesorder', 'orderline', 'product'] as const;

const representative = 'Sales representative';
const manager = 'Sales manager';
const technician = 'Service technician';
const warehouse = 'Warehouse';
const accountant = 'Accountant';
const sees = { read: true, update: false, create: false };
const changes = { read: true, update: true, create: true };

/** Who administers the sample organization. */
export const SAMPLE_ADMIN = 'Administrator';
/** Whose tablets the demo page shows first. */
export const SAMPLE_PAIR = { left: 'Ana Okoro', right: 'Ben Ruiz' } as const;

export const meridianSolution: SolutionInput = {
  metadata: meridianMetadata,
  businessUnits: [
    { name: 'Sales' },
    { name: 'Coast', parent: 'Sales' },
    { name: 'Inland', parent: 'Sales' },
    { name: 'Service' },
    { name: 'Warehouse' },
    { name: 'Finance' },
  ],
  roles: [
    {
      name: 'System administrator',
      privileges: Object.fromEntries(entities.map((entity) => [entity, all('organization')])),
    },
    {
      name: representative,
      privileges: {
        account: work('organization', 'business-unit'),
        contact: work('organization', 'business-unit'),
        case: work('organization', 'business-unit'),
        task: all('business-unit'),
        salesorder: all('business-unit'),
        orderline: all('business-unit'),
        product: use,
      },
    },
    {
      name: manager,
      privileges: {
        account: work('organization', 'parent-child'),
        contact: work('organization', 'parent-child'),
        case: work('organization', 'parent-child'),
        task: all('parent-child'),
        salesorder: all('parent-child'),
        orderline: all('parent-child'),
        product: use,
      },
    },
    {
      name: technician,
      privileges: {
        account: { ...use, write: 'organization' },
        contact: use,
        case: { ...all('organization'), delete: 'none' },
        task: all('business-unit'),
        product: use,
      },
    },
    {
      name: warehouse,
      privileges: {
        account: see,
        salesorder: { ...use, write: 'organization', append: 'organization' },
        orderline: see,
        product: all('organization'),
      },
    },
    {
      name: accountant,
      privileges: {
        account: { ...use, write: 'organization' },
        contact: see,
        salesorder: { ...see, write: 'organization' },
        orderline: see,
        product: { ...use, write: 'organization' },
      },
    },
  ],
  teams: [
    // The default teams of the regions own their accounts, so that everyone of a region works on them.
    { name: 'Coast', roles: [representative] },
    { name: 'Inland', roles: [representative] },
    { name: 'Purchasing', unit: 'Warehouse', roles: [warehouse] },
  ],
  users: [
    { name: SAMPLE_ADMIN, roles: ['System administrator'] },
    { name: SAMPLE_PAIR.left, unit: 'Coast', roles: [representative], timeZone: 'Europe/Oslo' },
    { name: SAMPLE_PAIR.right, unit: 'Coast', roles: [representative], timeZone: 'Europe/Oslo' },
    { name: 'Carla Dahl', unit: 'Service', roles: [technician], timeZone: 'Europe/Oslo' },
    { name: 'Dario Costa', unit: 'Inland', roles: [representative], timeZone: 'Europe/Oslo' },
    { name: 'Elif Kaya', unit: 'Sales', roles: [manager], timeZone: 'Europe/Istanbul' },
    { name: 'Farid Haddad', unit: 'Warehouse', roles: [warehouse], teams: ['Purchasing'] },
    { name: 'Greta Lund', unit: 'Finance', roles: [accountant], timeZone: 'Europe/Oslo' },
  ],
  columnProfiles: [
    {
      name: 'Credit limits',
      users: [SAMPLE_ADMIN, SAMPLE_PAIR.left, 'Elif Kaya', 'Greta Lund'],
      columns: [{ entity: 'account', attribute: 'creditlimit', ...changes }],
    },
    {
      name: 'Credit limits in sight',
      users: [SAMPLE_PAIR.right, 'Dario Costa'],
      columns: [{ entity: 'account', attribute: 'creditlimit', ...sees }],
    },
    {
      name: 'Costs',
      users: [SAMPLE_ADMIN, 'Farid Haddad', 'Greta Lund'],
      columns: [{ entity: 'product', attribute: 'cost', ...changes }],
    },
  ],
};
