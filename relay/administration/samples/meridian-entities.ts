/**
 * The entities of the sample organization, a wholesaler of food: its customers and suppliers, the people
 * there, what they order, what goes wrong and what is to be done.
 *
 * Every type of attribute that people edit stands on some form.
 */
import type { SolutionInput } from '../solution-schema.ts';

interface Attribute {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly [option: string]: unknown;
}

const text = (name: string, label: string, maxLength = 100): Attribute => ({
  ...{ name, label, type: 'string', maxLength },
});
const memo = (name: string, label: string): Attribute => ({ name, label, type: 'memo', maxLength: 20_000 });
const whole = (name: string, label: string, max = 1_000_000): Attribute => ({
  ...{ name, label, type: 'integer', min: 0, max },
});
const decimal = (name: string, label: string, max: string, precision = 2): Attribute => ({
  ...{ name, label, type: 'decimal', precision, min: '0', max },
});
const money = (name: string, label: string): Attribute => ({ name, label, type: 'money', min: '0' });
const day = (name: string, label: string): Attribute => ({ name, label, type: 'date' });
const moment = (name: string, label: string): Attribute => ({ name, label, type: 'datetime' });
const yesOrNo = (name: string, label: string): Attribute => ({ name, label, type: 'boolean' });
const choice = (name: string, label: string, optionSet: string): Attribute => ({
  ...{ name, label, type: 'choice', optionSet },
});
const lookup = (name: string, label: string, ...targets: string[]): Attribute => ({
  ...{ name, label, type: 'lookup', targets },
});
const required = (attribute: Attribute): Attribute => ({ ...attribute, required: true });
const secured = (attribute: Attribute): Attribute => ({ ...attribute, secured: true });
const options = (name: string, ...labels: string[]) => ({
  name,
  options: labels.map((label, place) => ({ value: place + 1, label })),
});

export const meridianMetadata: NonNullable<SolutionInput['metadata']> = {
  entities: [
    {
      name: 'account',
      label: 'Account',
      primaryName: 'name',
      attributes: [
        required(text('name', 'Name', 160)),
        text('accountnumber', 'Number', 20),
        required(choice('accounttype', 'Type', 'accounttypes')),
        lookup('primarycontact', 'Primary contact', 'contact'),
        text('phone', 'Phone', 20),
        text('email', 'Email'),
        text('street', 'Street', 200),
        text('postalcode', 'Postal code', 20),
        text('city', 'City'),
        secured(money('creditlimit', 'Credit limit')),
        whole('seats', 'Seats', 5_000),
        day('customersince', 'Customer since'),
        moment('nextvisit', 'Next visit'),
        yesOrNo('onhold', 'On hold'),
        memo('description', 'Notes'),
      ],
    },
    {
      name: 'contact',
      label: 'Contact',
      primaryName: 'fullname',
      attributes: [
        required(text('fullname', 'Full name', 160)),
        text('jobtitle', 'Job title'),
        lookup('account', 'Account', 'account'),
        text('phone', 'Phone', 20),
        text('email', 'Email'),
        choice('reachby', 'Best reached by', 'channels'),
        yesOrNo('newsletter', 'Gets the newsletter'),
        memo('description', 'Notes'),
      ],
    },
    {
      name: 'case',
      label: 'Case',
      primaryName: 'title',
      attributes: [
        required(text('title', 'Title', 200)),
        required(lookup('customer', 'Customer', 'account', 'contact')),
        lookup('product', 'Product', 'product'),
        required(choice('priority', 'Priority', 'priorities')),
        choice('progress', 'Progress', 'progresses'),
        moment('opened', 'Opened'),
        day('due', 'Answer due'),
        decimal('hours', 'Hours spent', '1000'),
        money('credited', 'Credited'),
        memo('description', 'What happened'),
        memo('resolution', 'Resolution'),
      ],
    },
    {
      name: 'task',
      label: 'Task',
      primaryName: 'subject',
      attributes: [
        required(text('subject', 'Subject', 200)),
        lookup('regarding', 'Regarding', 'account', 'case'),
        moment('due', 'Due'),
        choice('priority', 'Priority', 'priorities'),
        whole('minutes', 'Minutes planned', 10_000),
        yesOrNo('done', 'Done'),
        memo('notes', 'Notes'),
      ],
    },
    {
      name: 'salesorder',
      label: 'Order',
      primaryName: 'name',
      attributes: [
        required(text('name', 'Number')),
        required(lookup('customer', 'Customer', 'account')),
        day('orderdate', 'Ordered'),
        day('requireddate', 'Wanted by'),
        day('shippeddate', 'Shipped'),
        moment('delivery', 'Delivery'),
        choice('shipper', 'Carrier', 'carriers'),
        money('freight', 'Freight'),
        decimal('discount', 'Discount (%)', '100'),
        yesOrNo('paid', 'Paid'),
        memo('description', 'Delivery notes'),
      ],
    },
    {
      name: 'orderline',
      label: 'Order line',
      primaryName: 'name',
      attributes: [
        required(text('name', 'Name', 160)),
        required(lookup('salesorder', 'Order', 'salesorder')),
        required(lookup('product', 'Product', 'product')),
        required(whole('quantity', 'Quantity')),
        money('unitprice', 'Unit price'),
      ],
    },
    {
      name: 'product',
      label: 'Product',
      ownership: 'organization',
      primaryName: 'name',
      attributes: [
        required(text('name', 'Name')),
        text('productnumber', 'Number', 20),
        choice('category', 'Category', 'categories'),
        lookup('supplier', 'Supplier', 'account'),
        text('packing', 'Packing'),
        decimal('weight', 'Weight (kg)', '10000', 3),
        money('unitprice', 'Unit price'),
        secured(money('cost', 'Cost')),
        whole('unitsinstock', 'In stock'),
        yesOrNo('discontinued', 'Discontinued'),
      ],
    },
  ],
  optionSets: [
    options('accounttypes', 'Customer', 'Supplier'),
    options('channels', 'Phone', 'Email', 'Visit'),
    options('priorities', 'Low', 'Normal', 'High'),
    options('progresses', 'New', 'In progress', 'Waiting for customer', 'Solved'),
    options('carriers', 'Own van', 'Coastline Express', 'Northern Freight'),
    options('categories', 'Bakery', 'Dairy', 'Drinks', 'Fruit and vegetables', 'Pantry', 'Fish and meat'),
  ],
  relationships: [
    { name: 'contact_account', parent: 'account', child: 'contact', attribute: 'account' },
    { name: 'case_account', parent: 'account', child: 'case', attribute: 'customer' },
    { name: 'case_contact', parent: 'contact', child: 'case', attribute: 'customer' },
    { name: 'case_product', parent: 'product', child: 'case', attribute: 'product' },
    { name: 'task_account', parent: 'account', child: 'task', attribute: 'regarding' },
    { name: 'task_case', parent: 'case', child: 'task', attribute: 'regarding' },
    { name: 'salesorder_customer', parent: 'account', child: 'salesorder', attribute: 'customer' },
    { name: 'orderline_salesorder', parent: 'salesorder', child: 'orderline', attribute: 'salesorder' },
    { name: 'orderline_product', parent: 'product', child: 'orderline', attribute: 'product' },
    { name: 'product_supplier', parent: 'account', child: 'product', attribute: 'supplier' },
  ],
};
