/** Everyone comes back, and the relay is killed when it has told some of what it decided, and not all. */
import { decisionsOf } from './decisions.ts';
import type { Office, Person } from './office.ts';
import type { Stage } from './stage.ts';

/**
 * Andrew comes first and gets all his verdicts; the relay is killed right behind the next one, whoever's it is.
 * Then it starts again, and everyone exchanges everything.
 */
export async function comeBack(office: Office, stage: Stage): Promise<void> {
  stage.scene('All back, and the relay is killed in the middle of it');
  const [andrew, nancy, astrid] = [office.tablet('andrew'), office.tablet('nancy'), office.tablet('astrid')];
  const ofAndrew = await andrew.pending();
  await office.relay.stop();
  await office.relay.startUntil({ point: 'after-acknowledge', pass: ofAndrew + 1 });
  await andrew.do({ do: 'online' });
  await andrew.do({ do: 'sync' });
  const left = await andrew.pending();
  stage.check(`Andrew is back, ${ofAndrew} change acknowledged`, ofAndrew > 0 && left === 0, left);
  const before = (await nancy.pending()) + (await astrid.pending());
  await Promise.all([nancy.do({ do: 'online' }), astrid.do({ do: 'online' })]);
  const signal = await office.relay.ended();
  stage.check('the relay is killed with kill -9 while Nancy and Astrid send', signal === 'SIGKILL', signal);
  const unanswered = (await nancy.pending()) + (await astrid.pending());
  stage.check(
    `of their ${before} changes it had told one verdict; ${unanswered} are not confirmed`,
    unanswered >= before - 1 && unanswered > 0,
    { before, unanswered },
  );
  await office.relay.start();
  stage.check('it starts again on the same folder', await office.relay.isReady());
  await office.everywhere({ do: 'sync' });
  // What one sent last may reach the others behind their own exchange.
  await office.everywhere({ do: 'sync' });
  await checkDecisions(office, stage);
}

/** Changes that were sent again after the kill were decided once. */
async function checkDecisions(office: Office, stage: Stage): Promise<void> {
  const twice: object[] = [];
  for (const person of ['andrew', 'nancy', 'astrid'] satisfies Person[]) {
    const numbers = (await decisionsOf(office, person)).map(({ change }) => change);
    const doubled = numbers.filter((number, place) => numbers.indexOf(number) !== place);
    if (doubled.length > 0) twice.push({ person, doubled });
  }
  stage.check('no change was decided twice', twice.length === 0, twice);
}
