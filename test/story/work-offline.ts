/**
 * Everyone offline: the same record, the same field, the same memo; and what one may not do, with work
 * going on behind it.
 */
import type { Cast } from './cast.ts';
import { KEEPER, type Office, people } from './office.ts';
import type { Stage } from './stage.ts';

/** What was typed, to be looked for later. */
export interface Typed {
  readonly shipname: string;
  readonly shipcity: string;
  readonly freight: { readonly earlier: string; readonly later: string };
  readonly words: readonly string[];
  readonly group: string;
  readonly phone: string;
}

export async function workOffline(office: Office, cast: Cast, stage: Stage): Promise<Typed> {
  const [andrew, nancy, astrid] = (['andrew', 'nancy', 'astrid'] as const).map((name) => office.tablet(name));
  if (andrew === undefined || nancy === undefined || astrid === undefined)
    throw new Error('a tablet is missing');
  const order = { entity: 'salesorder', id: cast.order };
  const account = { entity: 'account', id: cast.account };
  await nancy.do({ do: 'text', ...order, attribute: 'description', insert: 'Call before delivery.' });
  await office.everywhere({ do: 'sync' });

  stage.scene('All offline');
  await office.everywhere({ do: 'offline' });
  await nancy.do({ do: 'set', ...order, values: { shipname: 'Harbour Supplies' } });
  await astrid.do({ do: 'set', ...order, values: { shipcity: 'Bergen' } });
  stage.check('Nancy and Astrid edit different fields of one order', true);
  await andrew.do({ do: 'set', ...order, values: { freight: '41.5' } });
  await nancy.do({ do: 'set', ...order, values: { freight: '44' } });
  stage.check('Andrew and then Nancy edit the same field of it', true);
  const words = ['Ring twice. ', ' Gate code 4711.', ' Fragile!'] as const;
  await andrew.do({ do: 'text', ...order, attribute: 'description', at: 0, insert: words[0] });
  await nancy.do({ do: 'text', ...order, attribute: 'description', insert: words[1] });
  await astrid.do({ do: 'text', ...order, attribute: 'description', at: 4, remove: 0, insert: words[2] });
  stage.check('all three write in its description', true);

  await astrid.do({ do: 'set', ...account, values: { phone: '000-ASTRID' } });
  await astrid.do({ do: 'set', ...order, values: { shipregion: 'Vestland' } });
  await astrid.do({ do: 'set', ...account, values: { fax: '000-ASTRID-FAX' } });
  stage.check('Astrid edits an account, which her role forbids, and goes on with the order', true);
  await nancy.do({ do: 'set', ...account, values: { creditlimit: '9999' } });
  await nancy.do({ do: 'set', ...account, values: { phone: '555-0199' } });
  stage.check('Nancy raises a credit limit, which she may only see, and goes on with the phone', true);
  await nancy.do({ do: 'set', entity: 'salesorder', id: cast.lent, values: { shipname: 'Lent to Nancy' } });
  await nancy.do({ do: 'set', entity: 'salesorder', id: cast.lent, values: { shipcity: 'Oslo' } });
  stage.check('Nancy edits an order that she has by the role of a keeper', true);
  const group = 'Moved to Harbour Street';
  await nancy.do({
    do: 'transact',
    edits: cast.group.map(({ entity, id }) => ({
      do: 'set',
      entity,
      id,
      values: entity === 'account' ? { address: group } : { jobtitle: group },
    })),
  });
  stage.check('Nancy changes an account and two contacts as one change', true);

  stage.scene('Meanwhile at the office');
  await office.relay.operate('role', 'revoke', KEEPER, '--user', people.nancy);
  stage.check('the role of a keeper is taken from Nancy', true);
  return {
    shipname: 'Harbour Supplies',
    shipcity: 'Bergen',
    freight: { earlier: '41.5', later: '44' },
    words,
    group,
    phone: '555-0199',
  };
}
