/** A draft without what was refused in it, and one that is mended when the right comes back. */
import type { Cast } from './cast.ts';
import { KEEPER, type Office, people } from './office.ts';
import type { Stage } from './stage.ts';
import { typed } from './work-offline.ts';

export async function mendDrafts(office: Office, cast: Cast, stage: Stage): Promise<void> {
  const nancy = office.tablet('nancy');
  stage.scene('A draft without what was refused in it');
  for (const { draft, code } of await nancy.drafts()) {
    if (code === 'column-secured') await nancy.do({ do: 'retry', draft, without: ['creditlimit'] });
  }
  await office.everywhere({ do: 'sync' });
  await office.everywhere({ do: 'sync' });
  const { values } = await office.tablet('andrew').show('account', cast.account);
  const { phone, creditlimit } = typed.refused;
  stage.check(
    `Nancy's phone is in, without the credit limit: ${String(values.phone)}`,
    values.phone === phone,
    values,
  );
  stage.check('the credit limit is as it was', values.creditlimit !== creditlimit, values);

  stage.scene('The right comes back');
  await office.relay.operate('role', 'grant', KEEPER, '--user', people.nancy);
  await nancy.do({ do: 'sync' });
  const lent = await nancy.try({ do: 'show', entity: 'salesorder', id: cast.lent });
  stage.check('the order is back on the tablet of Nancy', lent.ok === true, lent);
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
