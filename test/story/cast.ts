/**
 * The records that the story plays with, found on the tablets as anyone would find them: by their fields.
 */
import type { SeenRecord } from './device-process.ts';
import type { Office } from './office.ts';

export interface Cast {
  /** An order of Nancy's: all three may edit it. */
  readonly order: string;
  /** What it cost to send that order, before anyone edited it. */
  readonly freight: unknown;
  /** An order of someone else, which Nancy has by the role that she will lose. */
  readonly lent: string;
  /** An account of Nancy's region, which she may edit and Astrid may only see. */
  readonly account: string;
  /** A product, which Astrid may edit. */
  readonly product: string;
  /** An account and two contacts, edited as one change. */
  readonly group: readonly { readonly entity: string; readonly id: string }[];
}

/** Finds them; throws when the sample lacks one. */
export async function chooseCast(office: Office): Promise<Cast> {
  const nancy = office.tablet('nancy');
  const me = office.userIds.get('nancy');
  const orders = await nancy.list('salesorder');
  const accounts = await nancy.list('account');
  const contacts = await nancy.list('contact');
  const [product] = await office.tablet('astrid').list('product');
  const eastern = accounts.filter((record) => mayWrite(record) && record.values.accounttype === 1);
  const [account, other] = eastern;
  const ownsIt = ({ system }: SeenRecord): boolean => system.ownerid === me;
  const order = orders.find(ownsIt);
  const lent = orders.find(
    (record) => !ownsIt(record) && record.system.owningbusinessunit !== order?.system.owningbusinessunit,
  );
  const people = contacts.filter(mayWrite).slice(0, 2);
  if (
    order === undefined ||
    lent === undefined ||
    account === undefined ||
    other === undefined ||
    product === undefined ||
    people.length < 2
  ) {
    throw new Error('the sample has not what the story needs');
  }
  return {
    order: order.id,
    freight: order.values.freight,
    lent: lent.id,
    account: account.id,
    product: product.id,
    group: [{ entity: 'account', id: other.id }, ...people.map(({ id }) => ({ entity: 'contact', id }))],
  };
}

/** Bit 2 of the access mask is the privilege to write. */
function mayWrite({ mask }: SeenRecord): boolean {
  return (mask & 4) !== 0;
}
