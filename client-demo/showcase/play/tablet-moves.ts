/** What the play has people do on a tablet, each move until the tablet shows that it was done. */
import type { StageRecord } from '../setup.ts';
import type { TabletHands } from './tablet-hands.ts';

/** Makes the tablet that of the user. */
export async function becomeUser(hands: TabletHands, user: { readonly id: string; readonly name: string }) {
  const { words, tempo } = hands;
  const { awaited } = words.showcase.play;
  const isTheirs = () => hands.handle?.user === user.id && hands.device !== undefined;
  // A tablet that is being opened has a user in a moment.
  await tempo.until(() => hands.handle?.device !== undefined, awaited.user(user.name));
  if (!isTheirs()) {
    await hands.press({ role: 'combobox', name: words.shell.header.user, match: 'begins' });
    await hands.press({ role: 'option', name: user.name, match: 'begins' });
  }
  await tempo.until(isTheirs, awaited.user(user.name));
}

/** Puts the network switch there. */
export async function setNetwork(hands: TabletHands, isOn: boolean): Promise<void> {
  const { words, tempo } = hands;
  if (hands.handle?.isOnline !== isOn)
    await hands.press({ role: 'switch', name: words.shell.header.network });
  await tempo.until(() => hands.handle?.isOnline === isOn, words.showcase.play.awaited.switch(hands.called));
}

/** Waits until the tablet has sent and received all there is. */
export async function untilReady(hands: TabletHands): Promise<void> {
  const { awaited } = hands.words.showcase.play;
  await hands.tempo.until(() => {
    const status = hands.device?.status;
    return status?.state === 'ready' && status.pending === 0;
  }, awaited.ready(hands.called));
}

/** Shows the record: by the list of its kind, and the search in it. */
export async function openRecord(hands: TabletHands, record: StageRecord): Promise<void> {
  const { words, tempo } = hands;
  const name = nameOn(hands, record);
  const { awaited } = words.showcase.play;
  const page = () => hands.element(`article[aria-label="${CSS.escape(name)}"]`);
  if (page() !== undefined) return;
  const label = hands.device?.metadata?.entity(record.entity)?.entity.label ?? record.entity;
  await showList(hands, words.shell.nav.entity(label));
  await hands.search(name);
  const row = await tempo.until(
    () => hands.element(`[data-row="${CSS.escape(record.id)}"]`),
    awaited.control(name, hands.called),
  );
  await hands.tap(row);
  await tempo.until(page, awaited.control(name, hands.called));
}

/** By the rail, or, on a phone, by the picker above the list. */
async function showList(hands: TabletHands, entities: string): Promise<void> {
  const { words, tempo } = hands;
  const { nav } = words.shell;
  const inRail = { role: 'link', name: entities } as const;
  const inBar = { role: 'link', name: nav.records } as const;
  const link = await tempo.until(
    () => hands.find(inRail) ?? hands.find(inBar),
    words.showcase.play.awaited.control(entities, hands.called),
  );
  await hands.tap(link);
  if (hands.find(inRail) !== undefined) return;
  const kinds = await hands.control({ role: 'combobox', name: words.list.chooseEntity, match: 'begins' });
  if (kinds.textContent?.includes(entities) === true) return;
  await hands.tap(kinds);
  await hands.press({ role: 'option', name: entities });
}

/** The drafts of this tablet that are about the record. */
export function draftsAbout(hands: TabletHands, { id }: StageRecord) {
  return (hands.device?.drafts() ?? []).filter(({ operations }) => operations.some((one) => one.id === id));
}

/** Shows the draft that is about the record. */
export async function openDraft(hands: TabletHands, record: StageRecord): Promise<void> {
  const { words } = hands;
  await hands.press({ role: 'link', name: words.shell.nav.drafts, match: 'begins' });
  await hands.press({ role: 'link', name: `${nameOn(hands, record)}: `, match: 'begins' });
  await hands.control({ role: 'button', name: words.drafts.retry });
}

/** Sends the draft that is shown once more, and waits until it is one no longer. */
export async function retryDraft(hands: TabletHands, record: StageRecord): Promise<void> {
  const { words, tempo } = hands;
  await hands.press({ role: 'button', name: words.drafts.retry });
  await tempo.until(() => {
    const { pending = 1 } = hands.device?.status ?? {};
    return pending === 0 && draftsAbout(hands, record).length === 0;
  }, words.showcase.play.awaited.noDraft);
}

/** As the tablet calls the record, which may be called otherwise by now than when the page was opened. */
function nameOn(hands: TabletHands, record: StageRecord): string {
  const primary = hands.device?.metadata?.entity(record.entity)?.entity.primaryName ?? 'name';
  return String(hands.row(record)?.values[primary] ?? record.name);
}
