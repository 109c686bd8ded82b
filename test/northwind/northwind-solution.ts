/**
 * The Northwind company as a solution file: its entities, units by sales region, roles and people.
 *
 * The people are the nine employees of the Northwind database, each in the unit of the region of their
 * territories, who leads them in the unit above (a test compares it with the files); two in the back office
 * and an administrator stand beside them.
 */
import type { AccessLevel, Privilege } from '../../engine/security/index.ts';
import { privileges } from '../../engine/security/index.ts';
import type { SolutionInput } from '../../relay/administration/index.ts';
import { northwindMetadata } from './northwind-entities.ts';

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
const entities = ['account', 'contact', 'employee', 'product', 'salesorder', 'orderline'] as const;

/** Who administers the company. */
export const NORTHWIND_ADMIN = 'Administrator';

const representative = 'Sales representative';
const manager = 'Sales manager';

export const northwindSolution: SolutionInput = {
  metadata: northwindMetadata,
  businessUnits: [
    { name: 'Sales' },
    { name: 'Eastern', parent: 'Sales' },
    { name: 'Western', parent: 'Sales' },
    { name: 'Northern', parent: 'Sales' },
    { name: 'Southern', parent: 'Sales' },
    { name: 'Warehouse' },
    { name: 'Accounting' },
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
        employee: use,
        product: use,
        salesorder: { ...work('business-unit', 'user'), create: 'user' },
        orderline: { ...work('business-unit', 'user'), create: 'user' },
      },
    },
    {
      name: manager,
      privileges: {
        account: work('organization', 'parent-child'),
        contact: work('organization', 'parent-child'),
        employee: use,
        product: use,
        salesorder: all('parent-child'),
        orderline: all('parent-child'),
      },
    },
    {
      name: 'Warehouse',
      privileges: {
        account: see,
        employee: see,
        product: all('organization'),
        salesorder: { ...use, write: 'organization' },
        orderline: see,
      },
    },
    {
      name: 'Accountant',
      privileges: {
        account: { ...use, write: 'organization' },
        contact: see,
        employee: see,
        product: { ...use, write: 'organization' },
        salesorder: see,
        orderline: see,
      },
    },
  ],
  teams: [
    // Default teams own the accounts of their region, so their role lets all of a region work on them.
    { name: 'Eastern', roles: [representative] },
    { name: 'Western', roles: [representative] },
    { name: 'Northern', roles: [representative] },
    { name: 'Southern', roles: [representative] },
    { name: 'Purchasing', unit: 'Warehouse', roles: ['Warehouse'] },
  ],
  users: [
    { name: NORTHWIND_ADMIN, roles: ['System administrator'] },
    { name: 'Andrew Fuller', unit: 'Sales', roles: [manager], timeZone: 'America/Los_Angeles' },
    { name: 'Steven Buchanan', unit: 'Eastern', roles: [manager], timeZone: 'Europe/London' },
    { name: 'Nancy Davolio', unit: 'Eastern', roles: [representative], timeZone: 'America/Los_Angeles' },
    { name: 'Margaret Peacock', unit: 'Eastern', roles: [representative], timeZone: 'America/Los_Angeles' },
    { name: 'Janet Leverling', unit: 'Southern', roles: [representative], timeZone: 'America/Los_Angeles' },
    { name: 'Michael Suyama', unit: 'Western', roles: [representative], timeZone: 'Europe/London' },
    { name: 'Robert King', unit: 'Western', roles: [representative], timeZone: 'Europe/London' },
    { name: 'Laura Callahan', unit: 'Northern', roles: [representative], timeZone: 'America/Los_Angeles' },
    { name: 'Anne Dodsworth', unit: 'Northern', roles: [representative], timeZone: 'Europe/London' },
    { name: 'Astrid Berg', unit: 'Warehouse', roles: ['Warehouse'], teams: ['Purchasing'] },
    { name: 'Milan Novak', unit: 'Accounting', roles: ['Accountant'] },
  ],
  columnProfiles: [
    {
      name: 'Prices and credit',
      users: [NORTHWIND_ADMIN, 'Andrew Fuller', 'Milan Novak'],
      columns: [
        { entity: 'account', attribute: 'creditlimit', read: true, update: true, create: true },
        { entity: 'product', attribute: 'cost', read: true, update: true, create: true },
      ],
    },
    {
      name: 'Personal data',
      users: [NORTHWIND_ADMIN, 'Andrew Fuller'],
      columns: [
        { entity: 'employee', attribute: 'homephone', read: true, update: true, create: true },
        { entity: 'employee', attribute: 'birthdate', read: true, update: true, create: true },
      ],
    },
  ],
};
