/**
 * Everyone offline: the same record, the same field, the same memo; and what one may not do, with work
 * going on behind it.
 *
 * Edits of a record join its last change as long as that is not sent. So what will be refused is made as a
 * transaction, which nothing joins: what follows is a change of its own, sent behind the refused one.
 */
import type { Cast } from './cast.ts';
import { KEEPER, type Office, people } from './office.ts';
import type { Stage } from './stage.ts';

/** What is typed, to be looked for later. */
export const typed = {
  shipname: 'Harbour Supplies',
  shipcity: 'Bergen',
  freight: { earlier: '41.5', later: '44' },
  words: ['Ring twice. ', ' Gate code 4711.', ' Fragile!'],
  group: 'Moved to Harbour Street',
  /** In changes that are refused. */
  refused: { creditlimit: '9999', phone: '555-0199', accountPhone: '000-ASTRID', shipaddress: '000-ASTRID' },
  /** In changes behind them. */
  behind: { shipregion: 'Vestland', note: ' Left at the gate.', unitsinstock: 77, fax: '555-0101' },
  account: 'Prefers mornings. ',
} as const;

export async function workOffline(office: Office, cast: Cast, stage: Stage): Promise<void> {
  const order = { entity: 'salesorder', id: cast.order };
  await office
    .tablet('nancy')
    .do({ do: 'text', ...order, attribute: 'description', insert: 'Call before delivery.' });
  await office.everywhere({ do: 'sync' });

  stage.scene('All offline');
  await office.everywhere({ do: 'offline' });
  await workTogether(office, cast, stage);
  await astridGoesTooFar(office, cast, stage);
  await nancyGoesTooFar(office, cast, stage);
  await checkOffline(office, cast, stage);

  stage.scene('Meanwhile at the office');
  await office.relay.operate('role', 'revoke', KEEPER, '--user', people.nancy);
  stage.tell('the role of a keeper is taken from Nancy');
  const record = `salesorder/${cast.lent}`;
  const asked = await office.relay.operate(
    'why',
    '--user',
    people.nancy,
    '--record',
    record,
    '--may',
    'read',
  );
  stage.check('she may not read the lent order any more, says `rejoin why`', asked.allowed === false, asked);
}

async function workTogether(office: Office, cast: Cast, stage: Stage): Promise<void> {
  const [andrew, nancy, astrid] = [office.tablet('andrew'), office.tablet('nancy'), office.tablet('astrid')];
  const order = { entity: 'salesorder', id: cast.order };
  stage.tell('Nancy and Astrid edit different fields of one order');
  await nancy.do({ do: 'set', ...order, values: { shipname: typed.shipname } });
  await astrid.do({ do: 'set', ...order, values: { shipcity: typed.shipcity } });
  stage.tell('Andrew and then Nancy edit the same field of it');
  await andrew.do({ do: 'set', ...order, values: { freight: typed.freight.earlier } });
  await nancy.do({ do: 'set', ...order, values: { freight: typed.freight.later } });
  stage.tell('all three write in its description');
  const [first, second, third] = typed.words;
  const text = { do: 'text', ...order, attribute: 'description' };
  await andrew.do({ ...text, at: 0, insert: first });
  await nancy.do({ ...text, insert: second });
  await astrid.do({ ...text, at: 4, insert: third });
}

async function astridGoesTooFar(office: Office, cast: Cast, stage: Stage): Promise<void> {
  const astrid = office.tablet('astrid');
  const order = { entity: 'salesorder', id: cast.order };
  const { accountPhone: phone, shipaddress } = typed.refused;
  stage.tell('Astrid changes the order together with an account, which her role forbids');
  await astrid.do({
    do: 'transact',
    edits: [
      { do: 'set', ...order, values: { shipaddress } },
      { do: 'set', entity: 'account', id: cast.account, values: { phone } },
    ],
  });
  stage.tell('behind it she goes on with the same order, its description, and a product');
  const { shipregion, note: insert, unitsinstock } = typed.behind;
  await astrid.do({ do: 'set', ...order, values: { shipregion } });
  await astrid.do({ do: 'text', ...order, attribute: 'description', insert });
  await astrid.do({ do: 'set', entity: 'product', id: cast.product, values: { unitsinstock } });
}

async function nancyGoesTooFar(office: Office, cast: Cast, stage: Stage): Promise<void> {
  const nancy = office.tablet('nancy');
  const account = { entity: 'account', id: cast.account };
  const lent = { entity: 'salesorder', id: cast.lent };
  const { creditlimit, phone } = typed.refused;
  stage.tell('Nancy raises a credit limit, which she may only see, together with a phone');
  await nancy.do({ do: 'transact', edits: [{ do: 'set', ...account, values: { creditlimit, phone } }] });
  stage.tell('behind it she goes on with the same account and its description');
  await nancy.do({ do: 'set', ...account, values: { fax: typed.behind.fax } });
  await nancy.do({ do: 'text', ...account, attribute: 'description', at: 0, insert: typed.account });
  stage.tell('Nancy edits an order that she has by the role of a keeper');
  await nancy.do({ do: 'set', ...lent, values: { shipname: 'Lent to Nancy' } });
  await nancy.do({ do: 'set', ...lent, values: { shipcity: 'Oslo' } });
  stage.tell('behind it she changes an account and two contacts as one change');
  await nancy.do({
    do: 'transact',
    edits: cast.group.map(({ entity, id }) => ({
      ...{ do: 'set', entity, id },
      values: entity === 'account' ? { address: typed.group } : { jobtitle: typed.group },
    })),
  });
}

/** Everyone sees at once what they typed, and nothing of the others. */
async function checkOffline(office: Office, cast: Cast, stage: Stage): Promise<void> {
  const seen = await Promise.all(office.tablets.map((tablet) => tablet.show('salesorder', cast.order)));
  const [andrews, nancys, astrids] = seen.map(({ values }) => values);
  stage.check(
    'everyone sees what they typed themselves, with no connection',
    andrews?.freight === typed.freight.earlier &&
      nancys?.freight === typed.freight.later &&
      nancys?.shipname === typed.shipname &&
      astrids?.shipcity === typed.shipcity &&
      astrids?.shipaddress === typed.refused.shipaddress,
    seen,
  );
  stage.check(
    'and nothing of what the others typed',
    andrews?.shipname !== typed.shipname &&
      nancys?.shipcity !== typed.shipcity &&
      astrids?.freight === cast.freight,
    seen,
  );
  const waiting = await Promise.all(office.tablets.map((tablet) => tablet.pending()));
  stage.check(`changes wait on the tablets: ${waiting.join(', ')}`, waiting.join() === '1,5,4', waiting);
}
