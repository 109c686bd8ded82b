/** Everyone is back: who has what, what was refused, and that what was done behind a refusal is in. */
import type { Cast } from './cast.ts';
import { decisionsOf, wentOnBehind } from './decisions.ts';
import type { Office, Person } from './office.ts';
import type { Stage } from './stage.ts';
import { whoHasWhat } from './who-has-what.ts';
import { typed } from './work-offline.ts';

export async function compareRecords(office: Office, cast: Cast, stage: Stage): Promise<void> {
  stage.scene('Who has what');
  const order = ['shipname', 'shipcity', 'shipaddress', 'shipregion', 'freight', 'description'];
  stage.show(
    await whoHasWhat(office, [
      { entity: 'salesorder', id: cast.order, attributes: order },
      { entity: 'account', id: cast.account, attributes: ['creditlimit', 'phone', 'fax', 'description'] },
      { entity: 'salesorder', id: cast.lent, attributes: ['shipname'] },
      { entity: 'product', id: cast.product, attributes: ['unitsinstock'] },
      ...cast.group.map(({ entity, id }) => ({
        ...{ entity, id },
        attributes: [entity === 'account' ? 'address' : 'jobtitle'],
      })),
    ]),
  );
  await checkOrder(office, cast, stage);
  const group = await Promise.all(
    cast.group.map(({ entity, id }) => office.tablet('andrew').show(entity, id)),
  );
  const moved = group.filter(
    ({ values }) => values.address === typed.group || values.jobtitle === typed.group,
  );
  stage.check('the change of three records is there as a whole', moved.length === 3, group);
}

async function checkOrder(office: Office, cast: Cast, stage: Stage): Promise<void> {
  const orders = await Promise.all(office.tablets.map((tablet) => tablet.show('salesorder', cast.order)));
  const order = orders[0]?.values ?? {};
  stage.check(
    'everyone has the same order',
    orders.every(({ values }) => JSON.stringify(values) === JSON.stringify(order)),
    orders,
  );
  stage.check(
    'both of the different fields are there',
    order.shipname === typed.shipname && order.shipcity === typed.shipcity,
    order,
  );
  stage.check(
    `of the same field the later edit stands: ${typed.freight.later}`,
    order.freight === typed.freight.later,
    order.freight,
  );
  const asked = { do: 'show', entity: 'salesorder', id: cast.order };
  const { conflicts } = await office.tablet('astrid').do(asked);
  stage.check(
    `and the earlier one is still to be seen: ${typed.freight.earlier}`,
    JSON.stringify(conflicts).includes(typed.freight.earlier),
    conflicts,
  );
  const description = String(order.description);
  stage.check(
    'the description holds what all three wrote',
    typed.words.every((word) => description.includes(word.trim())),
    description,
  );
}

export async function checkRefusals(office: Office, cast: Cast, stage: Stage): Promise<void> {
  stage.scene('What was refused');
  for (const tablet of office.tablets) {
    for (const { code, reason } of await tablet.drafts()) stage.show(`${tablet.name}: ${code}: ${reason}`);
  }
  const codesOf = async (person: Person): Promise<string> =>
    (await office.tablet(person).drafts())
      .map(({ code }) => code)
      .sort()
      .join();
  for (const [person, codes] of [
    ['andrew', ''],
    ['nancy', 'column-secured,record-gone'],
    ['astrid', 'privilege-missing'],
  ] as const) {
    const found = await codesOf(person);
    stage.check(`drafts of ${person}: ${codes === '' ? 'none' : codes}`, found === codes, found);
  }
  const { creditlimit, accountPhone, shipaddress, phone } = typed.refused;
  const seen = await Promise.all(
    office.tablets.map(async (tablet) => ({
      account: (await tablet.show('account', cast.account)).values,
      order: (await tablet.show('salesorder', cast.order)).values,
    })),
  );
  const hasNothing = seen.every(
    ({ account, order }) =>
      account.creditlimit !== creditlimit &&
      account.phone !== accountPhone &&
      account.phone !== phone &&
      order.shipaddress !== shipaddress,
  );
  stage.check('nobody has anything of the refused changes, their authors neither', hasNothing, seen);
  const lent = await office.tablet('nancy').try({ do: 'show', entity: 'salesorder', id: cast.lent });
  stage.check('the order that was lent has left the tablet of Nancy', lent.ok === false, lent);
  await checkWorkBehind(office, cast, stage);
}

/** Changes that were sent behind a refused one, some of the same record and part, are in. */
async function checkWorkBehind(office: Office, cast: Cast, stage: Stage): Promise<void> {
  stage.scene('What was done behind a refusal');
  const [astrids, nancys] = [await decisionsOf(office, 'astrid'), await decisionsOf(office, 'nancy')];
  const { shipregion, note, unitsinstock, fax } = typed.behind;
  const wentOn = (
    what: string,
    decisions: typeof astrids,
    ...rest: readonly [string, string, object]
  ): void => stage.check(what, wentOnBehind(decisions, rest[0], rest[1], { ...rest[2] }), decisions);
  const forbidden = 'privilege-missing';
  wentOn("Astrid's region of the same order is accepted", astrids, forbidden, cast.order, { shipregion });
  wentOn('and so is the product', astrids, forbidden, cast.product, { unitsinstock });
  wentOn("Nancy's fax of the same account is accepted", nancys, 'column-secured', cast.account, { fax });
  const [{ id: grouped = '' } = {}] = cast.group;
  const moved = { address: typed.group };
  wentOn('her change of three records, behind the lent order', nancys, 'record-gone', grouped, moved);
  const order = await office.tablet('andrew').show('salesorder', cast.order);
  const account = await office.tablet('andrew').show('account', cast.account);
  stage.check(
    'and Andrew reads what both typed in the descriptions',
    String(order.values.description).includes(note) &&
      String(account.values.description).startsWith(typed.account),
    [order.values.description, account.values.description],
  );
}
