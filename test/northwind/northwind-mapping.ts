/**
 * How the CSV files of the Northwind database become records.
 *
 * Their writer quoted no commas, and put a space behind each comma of a text: `beforeSpace: 'text'` says so
 * for the three files in which that happens, and the count of fields shows that it holds.
 */
import type { MappingInput } from '../../relay/administration/index.ts';

const NULL = 'NULL';
const format = 'YYYY-MM-DD HH:mm:ss.SSS';
const address = {
  address: 'address',
  city: 'city',
  region: 'region',
  postalcode: 'postalCode',
  country: 'country',
} as const;
const region = (unit: string, ...countries: string[]) =>
  Object.fromEntries(countries.map((country) => [country, { team: unit }]));

/** The region that looks after a country's customers. */
const byCountry = {
  column: 'country',
  owners: {
    ...region('Western', 'USA', 'Canada'),
    ...region('Southern', 'Mexico', 'Brazil', 'Argentina', 'Venezuela', 'Spain', 'Portugal', 'Italy'),
    ...region('Northern', 'UK', 'Ireland', 'Norway', 'Sweden', 'Denmark', 'Finland'),
  },
  otherwise: { team: 'Eastern' },
};

export const northwindMapping: MappingInput = {
  tables: [
    {
      name: 'person',
      file: 'employees.csv',
      key: 'employeeID',
      null: NULL,
      user: { columns: ['firstName', 'lastName'], join: ' ' },
    },
    {
      entity: 'employee',
      file: 'employees.csv',
      key: 'employeeID',
      null: NULL,
      attributes: {
        fullname: { columns: ['firstName', 'lastName'], join: ' ' },
        title: 'title',
        manager: { table: 'employee', columns: 'reportsTo' },
        person: { table: 'person', columns: 'employeeID' },
        hiredate: { column: 'hireDate', format },
        birthdate: { column: 'birthDate', format },
        ...address,
        homephone: 'homePhone',
        extension: 'extension',
        notes: 'notes',
      },
    },
    {
      name: 'customer',
      entity: 'account',
      file: 'customers.csv',
      beforeSpace: 'text',
      key: 'customerID',
      null: NULL,
      attributes: {
        name: 'companyName',
        accountnumber: 'customerID',
        accounttype: { value: 1 },
        primarycontact: { table: 'customercontact', columns: 'customerID' },
        ...address,
        phone: 'phone',
        fax: 'fax',
      },
      owner: byCountry,
    },
    {
      name: 'customercontact',
      entity: 'contact',
      file: 'customers.csv',
      beforeSpace: 'text',
      key: 'customerID',
      null: NULL,
      attributes: {
        fullname: 'contactName',
        jobtitle: 'contactTitle',
        account: { table: 'customer', columns: 'customerID' },
        phone: 'phone',
      },
      owner: { like: 'account' },
    },
    {
      name: 'supplier',
      entity: 'account',
      file: 'suppliers.csv',
      beforeSpace: 'text',
      key: 'supplierID',
      null: NULL,
      attributes: {
        name: 'companyName',
        accountnumber: 'supplierID',
        accounttype: { value: 2 },
        primarycontact: { table: 'suppliercontact', columns: 'supplierID' },
        ...address,
        phone: 'phone',
        fax: 'fax',
        description: 'homePage',
      },
      owner: { team: 'Purchasing' },
    },
    {
      name: 'suppliercontact',
      entity: 'contact',
      file: 'suppliers.csv',
      beforeSpace: 'text',
      key: 'supplierID',
      null: NULL,
      attributes: {
        fullname: 'contactName',
        jobtitle: 'contactTitle',
        account: { table: 'supplier', columns: 'supplierID' },
        phone: 'phone',
      },
      owner: { like: 'account' },
    },
    {
      entity: 'product',
      file: 'products.csv',
      key: 'productID',
      null: NULL,
      attributes: {
        name: 'productName',
        productnumber: 'productID',
        supplier: { table: 'supplier', columns: 'supplierID' },
        category: { column: 'categoryID', options: 'number' },
        quantityperunit: 'quantityPerUnit',
        unitprice: 'unitPrice',
        unitsinstock: 'unitsInStock',
        unitsonorder: 'unitsOnOrder',
        reorderlevel: 'reorderLevel',
        discontinued: { column: 'discontinued', true: ['1'], false: ['0'] },
      },
    },
    {
      name: 'salesorder',
      entity: 'salesorder',
      file: 'orders.csv',
      beforeSpace: 'text',
      key: 'orderID',
      null: NULL,
      attributes: {
        name: 'orderID',
        customer: { table: 'customer', columns: 'customerID' },
        employee: { table: 'employee', columns: 'employeeID' },
        orderdate: { column: 'orderDate', format },
        requireddate: { column: 'requiredDate', format },
        shippeddate: { column: 'shippedDate', format },
        shipper: { column: 'shipVia', options: 'number' },
        freight: 'freight',
        shipname: 'shipName',
        shipaddress: 'shipAddress',
        shipcity: 'shipCity',
        shipregion: 'shipRegion',
        shippostalcode: 'shipPostalCode',
        shipcountry: 'shipCountry',
      },
      owner: { table: 'person', columns: 'employeeID' },
    },
    {
      entity: 'orderline',
      file: 'order-details.csv',
      key: ['orderID', 'productID'],
      null: NULL,
      attributes: {
        name: { columns: ['orderID', 'productID'], join: '/' },
        salesorder: { table: 'salesorder', columns: 'orderID' },
        product: { table: 'product', columns: 'productID' },
        unitprice: 'unitPrice',
        quantity: 'quantity',
        discount: 'discount',
      },
      owner: { like: 'salesorder' },
    },
  ],
};
