/**
 * The records that the story plays with, found on the tablets as anyone would find them: by their fields.
 */
import type { SeenRecord } from './device-process.ts';
import type { Office } from './office.ts';

export interface Cast {
  /** An order of Nancy's: all three may edit it. */
  readonly order: string;
  /** An order of someone else, which Nancy has by the role that she will lose. */
  readonly lent: string;
  /** An account of Nancy's region, which she may edit and Astrid may only see. */
  readonly account: string;
  /** Two contacts and their account, edited as one change. */
  readonly group: readonly { readonly entity: string; readonly id: string }[];
}

/** Finds them; throws when the sample lacks one. */
export async function chooseCast(office: Office): Promise<Cast> {
  const nancy = office.tablet('nancy');
  const me = office.userIds.get('nancy');
  const orders = await nancy.list('salesorder');
  const accounts = await nancy.list('account');
  const contacts = await nancy.list('contact');
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
    people.length < 2
  ) {
    throw new Error('the sample has not what the story needs');
  }
  return {
    order: order.id,
    lent: lent.id,
    account: account.id,
    group: [{ entity: 'account', id: other.id }, ...people.map(({ id }) => ({ entity: 'contact', id }))],
  };
}

/** Bit 2 of the access mask is the privilege to write. */
function mayWrite({ mask }: SeenRecord): boolean {
  return (mask & 4) !== 0;
}
