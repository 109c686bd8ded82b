/** The entities of the Northwind company: a trader's customers, suppliers, products and orders. */
import type { SolutionInput } from '../../relay/administration/index.ts';

type Attribute = { readonly name: string; readonly type: string; readonly [option: string]: unknown };

const text = (name: string, maxLength = 100): Attribute => ({ name, type: 'string', maxLength });
const primary = (name: string, maxLength = 100): Attribute => ({ ...text(name, maxLength), required: true });
const memo = (name: string): Attribute => ({ name, type: 'memo', maxLength: 20_000 });
const whole = (name: string): Attribute => ({ name, type: 'integer', min: 0 });
const money = (name: string): Attribute => ({ name, type: 'money', precision: 4, min: '0' });
const day = (name: string): Attribute => ({ name, type: 'date' });
const choice = (name: string, optionSet: string): Attribute => ({ name, type: 'choice', optionSet });
const lookup = (name: string, ...targets: string[]): Attribute => ({ name, type: 'lookup', targets });
const secured = (attribute: Attribute): Attribute => ({ ...attribute, secured: true });
const address = (): Attribute[] => [
  text('address', 200),
  text('city'),
  text('region'),
  text('postalcode', 20),
  text('country'),
];
const options = (...labels: string[]) => labels.map((label, place) => ({ value: place + 1, label }));

export const northwindMetadata: NonNullable<SolutionInput['metadata']> = {
  entities: [
    {
      name: 'account',
      label: 'Account',
      primaryName: 'name',
      attributes: [
        primary('name', 160),
        text('accountnumber', 20),
        { ...choice('accounttype', 'accounttypes'), required: true },
        lookup('primarycontact', 'contact'),
        ...address(),
        text('phone', 40),
        text('fax', 40),
        secured(money('creditlimit')),
        memo('description'),
      ],
    },
    {
      name: 'contact',
      label: 'Contact',
      primaryName: 'fullname',
      attributes: [
        primary('fullname', 160),
        text('jobtitle'),
        lookup('account', 'account'),
        text('phone', 40),
        memo('description'),
      ],
    },
    {
      name: 'employee',
      label: 'Employee',
      ownership: 'organization',
      primaryName: 'fullname',
      attributes: [
        primary('fullname', 160),
        text('title'),
        lookup('manager', 'employee'),
        lookup('person', 'user'),
        day('hiredate'),
        ...address(),
        text('extension', 10),
        secured(text('homephone', 40)),
        secured(day('birthdate')),
        memo('notes'),
      ],
    },
    {
      name: 'product',
      label: 'Product',
      ownership: 'organization',
      primaryName: 'name',
      attributes: [
        primary('name'),
        text('productnumber', 20),
        lookup('supplier', 'account'),
        choice('category', 'categories'),
        text('quantityperunit'),
        money('unitprice'),
        secured(money('cost')),
        whole('unitsinstock'),
        whole('unitsonorder'),
        whole('reorderlevel'),
        { name: 'discontinued', type: 'boolean' },
      ],
    },
    {
      name: 'salesorder',
      label: 'Order',
      primaryName: 'name',
      attributes: [
        primary('name'),
        { ...lookup('customer', 'account'), required: true },
        lookup('employee', 'employee'),
        day('orderdate'),
        day('requireddate'),
        day('shippeddate'),
        choice('shipper', 'shippers'),
        money('freight'),
        text('shipname'),
        text('shipaddress', 200),
        text('shipcity'),
        text('shipregion'),
        text('shippostalcode', 20),
        text('shipcountry'),
        memo('description'),
      ],
    },
    {
      name: 'orderline',
      label: 'Order line',
      primaryName: 'name',
      attributes: [
        primary('name'),
        { ...lookup('salesorder', 'salesorder'), required: true },
        { ...lookup('product', 'product'), required: true },
        money('unitprice'),
        { ...whole('quantity'), required: true },
        { name: 'discount', type: 'decimal', precision: 4, min: '0', max: '1' },
      ],
    },
  ],
  optionSets: [
    { name: 'accounttypes', options: options('Customer', 'Supplier') },
    {
      name: 'categories',
      options: options(
        'Beverages',
        'Condiments',
        'Confections',
        'Dairy Products',
        'Grains/Cereals',
        'Meat/Poultry',
        'Produce',
        'Seafood',
      ),
    },
    { name: 'shippers', options: options('Speedy Express', 'United Package', 'Federal Shipping') },
  ],
  relationships: [
    { name: 'contact_account', parent: 'account', child: 'contact', attribute: 'account' },
    { name: 'product_supplier', parent: 'account', child: 'product', attribute: 'supplier' },
    { name: 'salesorder_customer', parent: 'account', child: 'salesorder', attribute: 'customer' },
    { name: 'orderline_salesorder', parent: 'salesorder', child: 'orderline', attribute: 'salesorder' },
    { name: 'orderline_product', parent: 'product', child: 'orderline', attribute: 'product' },
    { name: 'employee_manager', parent: 'employee', child: 'employee', attribute: 'manager' },
  ],
};
