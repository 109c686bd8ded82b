/**
 * 300 made records in the form of the Northwind files, for where those are missing.
 *
 * Names are put together of the word lists below; nothing in it is anybody's. The same seed makes the same
 * files, byte for byte, so that a second import changes nothing.
 */
import { type FileSource, memorySource } from '../../relay/administration/index.ts';
import { SeededNumbers } from '../../relay/administration/samples/seeded-numbers.ts';

const count = { customers: 40, suppliers: 10, products: 31, orders: 60, lines: 100 } as const;

const words = {
  first: 'Amara Bela Carla Dario Elif Farid Greta Hugo Ines Jonas Kaya Lena Marek Nadia Otto Petra'.split(
    ' ',
  ),
  last: 'Abel Brandt Costa Dahl Eriksen Fontaine Gruber Haas Ivers Janssen Kowal Lund Moreau Nunez'.split(
    ' ',
  ),
  trade: 'Fine Foods,Market,Delicatessen,Provisions,Kitchens,Trading,Larder,Grocers'.split(','),
  place: 'Harbour Hill River Garden Corner Mill Orchard Bridge Station Meadow'.split(' '),
  taste: 'Smoked Golden Dark Mountain Salted Wild Sweet Old Spiced Roasted'.split(' '),
  food: 'Cheese,Honey,Tea,Bread,Mustard,Salmon,Chocolate,Apples,Lentils,Pepper'.split(','),
  title: 'Owner,Sales Agent,Purchasing Manager,Accounting Manager,Order Administrator'.split(','),
} as const;
const towns = [
  ['Bergen', 'Norway'],
  ['Lyon', 'France'],
  ['Torino', 'Italy'],
  ['Leeds', 'UK'],
  ['Portland', 'USA'],
  ['Graz', 'Austria'],
  ['Puebla', 'Mexico'],
  ['Köln', 'Germany'],
] as const;
const employees = [
  ['Nancy', 'Davolio', 'Sales Representative', 2],
  ['Andrew', 'Fuller', 'Vice President, Sales', null],
  ['Janet', 'Leverling', 'Sales Representative', 2],
  ['Margaret', 'Peacock', 'Sales Representative', 2],
  ['Steven', 'Buchanan', 'Sales Manager', 2],
  ['Michael', 'Suyama', 'Sales Representative', 5],
  ['Robert', 'King', 'Sales Representative', 5],
  ['Laura', 'Callahan', 'Inside Sales Coordinator', 2],
  ['Anne', 'Dodsworth', 'Sales Representative', 5],
] as const;

type Cell = string | number | null;

/** The files; 300 records with the contacts. */
export function northwindFiles(seed = 1): FileSource {
  const numbers = new SeededNumbers(seed);
  const below = (limit: number): number => numbers.below(limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const person = () => `${pick(words.first)} ${pick(words.last)}`;
  const phone = () => `555-${String(below(10_000)).padStart(4, '0')}`;
  const place = (): readonly Cell[] => {
    const [town, country] = pick(towns);
    return [
      `${1 + below(120)} ${pick(words.place)} Street`,
      town,
      null,
      String(10_000 + below(80_000)),
      country,
    ];
  };
  const day = (from: number, days: number) =>
    `${new Date(Date.UTC(2025, 0, 1 + from + below(days))).toISOString().slice(0, 10)} 00:00:00.000`;
  const rows = (length: number, make: (number: number) => readonly Cell[]) =>
    Array.from({ length }, (_, i) => make(i + 1));
  const company = (number: number) =>
    `${pick(words.last)} & ${pick(words.last)} ${pick(words.trade)} ${number}`;
  const codeOf = (number: number) => `C${String(number).padStart(4, '0')}`;

  const lines = new Map<string, readonly Cell[]>();
  while (lines.size < count.lines) {
    // Each order has a line before any has a second.
    const order = lines.size < count.orders ? lines.size + 1 : 1 + below(count.orders);
    const product = 1 + below(count.products);
    const price = `${1 + below(80)}.${String(below(100)).padStart(2, '0')}`;
    const discount = pick(['0', '0', '0.05', '0.1']);
    lines.set(`${order}/${product}`, [order, product, price, 1 + below(40), discount]);
  }

  return memorySource({
    'employees.csv': csv(
      'employeeID,lastName,firstName,title,birthDate,hireDate,address,city,region,postalCode,country,homePhone,extension,notes,reportsTo',
      employees.map(([first, last, title, manager], i) => [
        ...[i + 1, last, first, title, '1980-05-01 00:00:00.000', day(0, 300), ...place(), phone(), 100 + i],
        `${first} looks after customers in ${pick(towns)[0]}.`,
        manager,
      ]),
    ),
    'customers.csv': csv(
      'customerID,companyName,contactName,contactTitle,address,city,region,postalCode,country,phone,fax',
      rows(count.customers, (n) => [
        codeOf(n),
        company(n),
        person(),
        pick(words.title),
        ...place(),
        phone(),
        null,
      ]),
    ),
    'suppliers.csv': csv(
      'supplierID,companyName,contactName,contactTitle,address,city,region,postalCode,country,phone,fax,homePage',
      rows(count.suppliers, (n) => [
        n,
        company(n),
        person(),
        pick(words.title),
        ...place(),
        phone(),
        null,
        null,
      ]),
    ),
    'products.csv': csv(
      'productID,productName,supplierID,categoryID,quantityPerUnit,unitPrice,unitsInStock,unitsOnOrder,reorderLevel,discontinued',
      rows(count.products, (n) => [
        ...[n, `${pick(words.taste)} ${pick(words.food)} ${n}`, 1 + below(count.suppliers), 1 + below(8)],
        ...[
          `${1 + below(24)} boxes`,
          `${1 + below(80)}.50`,
          below(120),
          below(50),
          below(30),
          pick([0, 0, 0, 1]),
        ],
      ]),
    ),
    'orders.csv': csv(
      'orderID,customerID,employeeID,orderDate,requiredDate,shippedDate,shipVia,freight,shipName,shipAddress,shipCity,shipRegion,shipPostalCode,shipCountry',
      rows(count.orders, (n) => [
        ...[n, codeOf(1 + below(count.customers)), 1 + below(employees.length)],
        ...[day(0, 300), day(310, 30), pick([null, day(300, 10)]), 1 + below(3), `${below(90)}.25`],
        ...[`Order ${n}`, ...place()],
      ]),
    ),
    'order-details.csv': csv('orderID,productID,unitPrice,quantity,discount', [...lines.values()]),
  });
}

/** Every text in quotes, so that the commas within are text whatever follows them. */
function csv(header: string, rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell) =>
    value === null ? 'NULL' : typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
  return `${[header, ...rows.map((row) => row.map(cell).join(','))].join('\n')}\n`;
}
