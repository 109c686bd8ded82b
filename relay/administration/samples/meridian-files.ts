/**
 * The files of the sample organization: 472 records, put together of the word lists.
 *
 * The same seed makes the same files, byte for byte, so that a second import changes nothing.
 */
import { type FileSource, memorySource } from '../file-source.ts';
import * as words from './meridian-words.ts';
import { SeededNumbers } from './seeded-numbers.ts';

const count = { contacts: 84, orders: 72, lines: 108, cases: 60, tasks: 48 } as const;
/** The first day of the sample, and how many it has. */
const BEGIN = Date.UTC(2026, 0, 5);
const DAYS = 300;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Numbers of the accounts that *Play the minute* works on: one that two people edit, one with a column to guard. */
export const SAMPLE_RECORDS = { shared: accountNumber(0), guarded: accountNumber(1) } as const;

type Cell = string | number;
type Row = readonly Cell[];

/** The files; the same for the same seed. */
export function meridianFiles(seed = 1): FileSource {
  const numbers = new SeededNumbers(seed);
  const { accounts, contacts } = accountsAndContacts(numbers);
  return memorySource({
    'people.csv': csv('code,name', words.people),
    'accounts.csv': csv(
      'number,name,type,region,contact,phone,email,street,postalcode,city,creditlimit,seats,since,visit,hold,notes',
      accounts,
    ),
    'contacts.csv': csv('number,name,title,account,phone,email,reachby,newsletter,notes', contacts),
    'products.csv': csv(
      'number,name,category,supplier,packing,weight,price,cost,stock,discontinued',
      products(numbers),
    ),
    ...orders(numbers),
    'cases.csv': csv(
      'number,title,account,product,owner,priority,progress,opened,due,hours,credited,happened,resolution',
      cases(numbers),
    ),
    'tasks.csv': csv('number,subject,account,owner,due,priority,minutes,done,notes', tasks(numbers)),
  });
}

function accountsAndContacts(numbers: SeededNumbers) {
  const names = [...words.customers, ...words.suppliers];
  const accounts = names.map((name, place): Row => {
    const isSupplier = place >= words.customers.length;
    const region = place % 3 === 2 ? 'Inland' : 'Coast';
    const [postalcode, city] = numbers.pick(words.towns[region]);
    const street = `${1 + numbers.below(90)} ${numbers.pick(words.streets)}`;
    const limit = isSupplier ? '' : `${(2 + numbers.below(24)) * 500}.00`;
    const seats = isSupplier ? '' : 12 + numbers.below(160);
    const visit = numbers.below(3) === 0 ? '' : moment(numbers, DAYS);
    return [
      ...[accountNumber(place), name, isSupplier ? 'Supplier' : 'Customer'],
      ...[isSupplier ? 'Purchasing' : region, contactNumber(place), phone(numbers), emailOf(name)],
      ...[street, postalcode, city, limit, seats, day(numbers.below(900) - 1_200), visit],
      ...[numbers.below(12) === 0 ? 'yes' : 'no', numbers.pick(words.accountNotes)],
    ];
  });
  const contacts = rows(count.contacts, (place): Row => {
    const account = place < names.length ? place : numbers.below(words.customers.length);
    const name = `${numbers.pick(words.firstNames)} ${numbers.pick(words.lastNames)}`;
    return [
      ...[contactNumber(place), name, numbers.pick(words.jobs), accountNumber(account), phone(numbers)],
      ...[emailOf(name), numbers.pick(['Phone', 'Email', 'Visit'])],
      ...[
        numbers.below(2) === 0 ? 'yes' : 'no',
        numbers.below(2) === 0 ? numbers.pick(words.contactNotes) : '',
      ],
    ];
  });
  return { accounts, contacts };
}

function products(numbers: SeededNumbers): readonly Row[] {
  return words.products.map(([name, category, packing], place) => {
    const price = 900 + numbers.below(9_000);
    return [
      ...[productNumber(place), name, category],
      ...[accountNumber(words.customers.length + numbers.below(words.suppliers.length)), packing],
      ...[`${1 + numbers.below(24)}.${numbers.below(1_000)}`, amount(price), amount(Math.floor(price * 0.7))],
      ...[numbers.below(240), numbers.below(14) === 0 ? 'yes' : 'no'],
    ];
  });
}

function orders(numbers: SeededNumbers): Readonly<Record<string, string>> {
  const orderRows = rows(count.orders, (place): Row => {
    const ordered = numbers.below(DAYS - 10);
    const isShipped = numbers.below(3) !== 0;
    return [
      ...[orderNumber(place), customer(numbers), day(ordered), day(ordered + 3 + numbers.below(6))],
      ...[isShipped ? day(ordered + 1 + numbers.below(4)) : '', isShipped ? '' : moment(numbers, DAYS)],
      ...[numbers.pick(['Own van', 'Coastline Express', 'Northern Freight']), amount(numbers.below(12_000))],
      ...[numbers.pick(['0', '0', '2.5', '5']), isShipped && numbers.below(2) === 0 ? 'yes' : 'no'],
      ...[owner(numbers), numbers.pick(words.deliveryNotes)],
    ];
  });
  const lines = new Map<string, Row>();
  while (lines.size < count.lines) {
    // Each order has a line before any has a second.
    const order = orderNumber(lines.size < count.orders ? lines.size : numbers.below(count.orders));
    const place = numbers.below(words.products.length);
    const quantity = 1 + numbers.below(20);
    const name = `${words.products[place]?.[0] ?? ''} × ${quantity}`;
    const price = amount(900 + numbers.below(9_000));
    lines.set(`${order}/${place}`, [order, productNumber(place), name, quantity, price]);
  }
  return {
    'orders.csv': csv(
      'number,account,ordered,wanted,shipped,delivery,carrier,freight,discount,paid,owner,notes',
      orderRows,
    ),
    'order-lines.csv': csv('order,product,name,quantity,price', [...lines.values()]),
  };
}

function cases(numbers: SeededNumbers): readonly Row[] {
  return rows(count.cases, (place): Row => {
    const product = numbers.below(words.products.length);
    const [trouble, happened] = numbers.pick(words.troubles);
    const opened = numbers.below(DAYS);
    const isSolved = numbers.below(3) === 0;
    const progress = isSolved ? 'Solved' : numbers.pick(['New', 'In progress', 'Waiting for customer']);
    return [
      ...[`K${2_001 + place}`, `${words.products[product]?.[0] ?? ''} ${trouble}`, customer(numbers)],
      ...[productNumber(product), owner(numbers), priority(numbers), progress, momentOf(numbers, opened)],
      ...[day(opened + 5), `${numbers.below(9)}.${numbers.pick(['0', '25', '5'])}`],
      ...[
        isSolved ? amount(numbers.below(20_000)) : '',
        happened,
        isSolved ? numbers.pick(words.endings) : '',
      ],
    ];
  });
}

function tasks(numbers: SeededNumbers): readonly Row[] {
  return rows(count.tasks, (place): Row => {
    const [subject, minutes] = numbers.pick(words.errands);
    return [
      ...[`T${3_001 + place}`, subject, customer(numbers), owner(numbers), moment(numbers, DAYS)],
      ...[priority(numbers), minutes, numbers.below(3) === 0 ? 'yes' : 'no', ''],
    ];
  });
}

const contactNumber = (place: number): string => `P${5_001 + place}`;
const productNumber = (place: number): string => `G${101 + place}`;
const orderNumber = (place: number): string => `SO-${26_001 + place}`;
const customer = (numbers: SeededNumbers): string => accountNumber(numbers.below(words.customers.length));
const owner = (numbers: SeededNumbers): string => numbers.pick(words.people)[0];
const priority = (numbers: SeededNumbers): string => numbers.pick(['Low', 'Normal', 'Normal', 'High']);
const phone = (numbers: SeededNumbers): string => `555-01${String(numbers.below(100)).padStart(2, '0')}`;
const amount = (cents: number): string =>
  `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
const emailOf = (name: string): string =>
  `${name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z]+/g, '.')}@example.com`;

/** A day that many days behind the first. */
const day = (place: number): string => new Date(BEGIN + place * DAY_MS).toISOString().slice(0, 10);
/** A quarter of an hour in the working time of that day. */
const momentOf = (numbers: SeededNumbers, place: number): string =>
  new Date(BEGIN + place * DAY_MS + 7 * HOUR_MS + (numbers.below(36) * HOUR_MS) / 4).toISOString();
const moment = (numbers: SeededNumbers, days: number): string => momentOf(numbers, numbers.below(days));

const rows = (length: number, make: (place: number) => Row): readonly Row[] =>
  Array.from({ length }, (_, place) => make(place));

/** Every text in quotes, so that the commas within are text whatever follows them. */
function csv(header: string, lines: readonly Row[]): string {
  const cell = (value: Cell) =>
    typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
  return `${[header, ...lines.map((line) => line.map(cell).join(','))].join('\n')}\n`;
}

function accountNumber(place: number): string {
  return `A${1_001 + place}`;
}
