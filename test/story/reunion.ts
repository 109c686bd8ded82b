/**
 * Everyone comes back while the relay dies; then who has what, and a draft that is mended and sent again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cast } from './cast.ts';
import { KEEPER, type Office, people } from './office.ts';
import type { Stage } from './stage.ts';
import type { Typed } from './work-offline.ts';

/** Long enough for a part of the work to arrive, too short for all of it. */
const UNTIL_KILL_MS = 60;

export async function comeBack(office: Office, cast: Cast, typed: Typed, stage: Stage): Promise<void> {
  stage.scene('All back, and the relay is killed in the middle of it');
  await office.everywhere({ do: 'online' });
  await pause(UNTIL_KILL_MS);
  await office.relay.kill();
  stage.check('the relay is killed with kill -9', true);
  await office.relay.start();
  stage.check('it starts again on the same folder', true);
  await office.everywhere({ do: 'sync' });
  // What one sent last may reach the others behind their own exchange.
  await office.everywhere({ do: 'sync' });

  stage.scene('Who has what');
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
    'of the same field the later edit stands',
    order.freight === typed.freight.later,
    order.freight,
  );
  const { conflicts } = await office
    .tablet('astrid')
    .do({ do: 'show', entity: 'salesorder', id: cast.order });
  stage.check(
    'and the earlier one is still to be seen',
    JSON.stringify(conflicts).includes(typed.freight.earlier),
    conflicts,
  );
  const description = String(order.description);
  stage.check(
    'the description holds what all three wrote',
    typed.words.every((word) => description.includes(word.trim())),
    description,
  );
  stage.check('Astrid could go on behind her refused edit', order.shipregion === 'Vestland', order);

  const account = await office.tablet('andrew').show('account', cast.account);
  stage.check('the credit limit is as it was', account.values.creditlimit !== '9999', account.values);
  stage.check(
    'nobody has what Astrid wrote in the account',
    account.values.fax !== '000-ASTRID-FAX',
    account.values,
  );
  const group = await Promise.all(
    cast.group.map(({ entity, id }) => office.tablet('andrew').show(entity, id)),
  );
  const moved = group.filter(
    ({ values }) => values.address === typed.group || values.jobtitle === typed.group,
  );
  stage.check('the change of three records is there as a whole', moved.length === 3, group);

  const lent = await office.tablet('nancy').try({ do: 'show', entity: 'salesorder', id: cast.lent });
  stage.check('the order that was lent has left the tablet of Nancy', lent.ok === false, lent);

  stage.scene('What was refused');
  for (const tablet of office.tablets) {
    for (const { code, reason } of await tablet.drafts()) stage.note(`${tablet.name}: ${code}: ${reason}`);
  }
  const codesOf = async (person: 'andrew' | 'nancy' | 'astrid'): Promise<string> =>
    (await office.tablet(person).drafts())
      .map(({ code }) => code)
      .sort()
      .join();
  const [andrews, nancys, astrids] = [
    await codesOf('andrew'),
    await codesOf('nancy'),
    await codesOf('astrid'),
  ];
  stage.check('Andrew has no draft', andrews === '', andrews);
  stage.check(
    'Nancy has the credit limit and the lent order as drafts',
    nancys.includes('column-secured') && nancys.includes('record-gone'),
    nancys,
  );
  stage.check('Astrid has the account as a draft', astrids.includes('privilege-missing'), astrids);
}

/** A draft without what was refused in it, and one that is mended when the right comes back. */
export async function mendDrafts(office: Office, cast: Cast, typed: Typed, stage: Stage): Promise<void> {
  const nancy = office.tablet('nancy');
  stage.scene('A draft without what was refused in it');
  for (const { draft, code } of await nancy.drafts()) {
    if (code === 'column-secured') await nancy.do({ do: 'retry', draft, without: ['creditlimit'] });
  }
  await office.everywhere({ do: 'sync' });
  await office.everywhere({ do: 'sync' });
  const account = await office.tablet('andrew').show('account', cast.account);
  stage.check(
    "Nancy's phone is in, without the credit limit",
    account.values.phone === typed.phone,
    account.values,
  );
  stage.check('the credit limit is as it was', account.values.creditlimit !== '9999', account.values);

  stage.scene('The right comes back');
  await office.relay.operate('role', 'grant', KEEPER, '--user', people.nancy);
  await nancy.do({ do: 'sync' });
  const lent = await nancy.show('salesorder', cast.lent);
  stage.check('the order is back on the tablet of Nancy', lent.id === cast.lent);
  const drafts = (await nancy.drafts()).filter(({ code }) => code === 'record-gone');
  for (const { draft } of drafts) {
    await nancy.do({ do: 'edit', draft, values: { shipname: 'Mended by Nancy' } });
    await nancy.do({ do: 'retry', draft });
  }
  await office.everywhere({ do: 'sync' });
  await office.everywhere({ do: 'sync' });
  const seen = await office.tablet('andrew').show('salesorder', cast.lent);
  stage.check('Andrew sees the mended order', seen.values.shipname === 'Mended by Nancy', seen.values);
  stage.check('and what was not mended of it', seen.values.shipcity === 'Oslo', seen.values);
  const left = (await nancy.drafts()).map(({ code }) => code);
  stage.check('Nancy has no draft left', left.length === 0, left);
}
