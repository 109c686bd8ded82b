/**
 * *Play the minute*: what the engine is for, done by two people on two tablets while somebody looks on.
 *
 * Nothing in it is acted: each step uses controls that are on the screens and waits for what comes of it. It begins
 * by bringing the records to where they were, with edits like any others, so it can be played again and again.
 */
import type { Words } from '../../words/index.ts';
import type { FeedEntry } from '../feed-entry.ts';
import type { Identity } from '../identity.ts';
import type { ShowcaseSetup, StageRecord } from '../setup.ts';
import type { TabletHands } from './tablet-hands.ts';
import {
  becomeUser,
  draftsAbout,
  openDraft,
  openRecord,
  retryDraft,
  setNetwork,
  untilReady,
} from './tablet-moves.ts';
import { NotCome, type Tempo } from './tempo.ts';

export const STEPS = 4;

export interface Scene {
  readonly left: TabletHands;
  readonly right: TabletHands;
  readonly tempo: Tempo;
  readonly words: Words;
  readonly setup: ShowcaseSetup;
  /** Says what is going on. @param step from 1; 0 while the stage is set */
  say(step: number, caption: string): void;
  /** What the relay decided, the newest first. */
  decided(): readonly FeedEntry[];
  identity(): Identity;
  /** Gives a user the right to edit credit limits, or takes it. */
  giveRight(user: string, granted: boolean): Promise<void>;
}

const PHONE = { attribute: 'phone', start: '555-0142', left: '555-0111', right: '555-0122' } as const;
const LIMIT = { attribute: 'creditlimit', start: '5000', raised: '9000' } as const;
const NOTES = 'description';

/** The whole of it. @throws NotCome, PlayStopped */
export async function playTheMinute(scene: Scene): Promise<void> {
  const { shared, guarded } = scene.setup.stage;
  if (shared === null || guarded === null) throw new NotCome(scene.words.showcase.play.awaited.record);
  const cast = new Cast(scene, shared, guarded);
  await cast.prepare();
  await cast.writeTogether();
  await cast.workOffline();
  await cast.comeBack();
  await cast.mend();
}

class Cast {
  readonly #scene: Scene;
  readonly #shared: StageRecord;
  readonly #guarded: StageRecord;
  readonly #leftName: string;
  readonly #rightName: string;
  readonly #rightUser: string;

  constructor(scene: Scene, shared: StageRecord, guarded: StageRecord) {
    this.#scene = scene;
    this.#shared = shared;
    this.#guarded = guarded;
    const { users, start } = scene.setup;
    const nameOf = (id: string): string => users.find((user) => user.id === id)?.name ?? '';
    this.#leftName = nameOf(start.left);
    this.#rightName = nameOf(start.right);
    this.#rightUser = start.right;
  }

  get #captions() {
    return this.#scene.words.showcase.play.captions;
  }
  get #awaited() {
    return this.#scene.words.showcase.play.awaited;
  }
  get #texts() {
    return this.#scene.words.showcase.play.texts;
  }

  /** Brings people, records and the right to where the play begins. */
  async prepare(): Promise<void> {
    const { left, right, say, setup } = this.#scene;
    say(0, this.#captions.prepare);
    await becomeUser(left, { id: setup.start.left, name: this.#leftName });
    await becomeUser(right, { id: setup.start.right, name: this.#rightName });
    for (const hands of [left, right]) await setNetwork(hands, true);
    for (const hands of [left, right]) await untilReady(hands);
    await this.#office(true);
    await this.#untilRight(true);
    for (const record of [this.#shared, this.#guarded]) {
      for (const hands of [left, right]) {
        while (draftsAbout(hands, record).length > 0) {
          await openDraft(hands, record);
          await retryDraft(hands, record);
        }
      }
    }
    await this.#resetLimit();
    for (const hands of [left, right]) await openRecord(hands, this.#shared);
    await this.#resetShared();
  }

  /** Step 1: both write in one paragraph. */
  async writeTogether(): Promise<void> {
    const { left, right, say, tempo } = this.#scene;
    say(1, this.#captions.together(this.#leftName, this.#rightName, this.#shared.name));
    const { leftTogether, rightTogether } = this.#texts;
    const ofLeft = wordsOf(leftTogether);
    const ofRight = wordsOf(rightTogether);
    const notes = this.#label(NOTES);
    let written = 0;
    for (let place = 0; place < Math.max(ofLeft.length, ofRight.length); place++) {
      await left.write(notes, ofLeft[place] ?? '');
      await right.write(notes, ofRight[place] ?? '', written);
      written += (ofRight[place] ?? '').length;
    }
    await this.#untilNotes(`${rightTogether}${this.#texts.notes}${leftTogether}`);
    say(1, this.#captions.merged);
    await tempo.beat();
  }

  /** Step 2: both are off, and change the same paragraph, the same phone number, and what one may change today. */
  async workOffline(): Promise<void> {
    const { left, right, say, tempo } = this.#scene;
    const { leftOffline, rightOffline } = this.#texts;
    say(2, this.#captions.offline);
    for (const hands of [left, right]) await setNetwork(hands, false);
    say(2, this.#captions.paragraph);
    await left.write(this.#label(NOTES), leftOffline);
    await right.write(this.#label(NOTES), rightOffline, 0);
    say(2, this.#captions.phone);
    await this.#setPhone(left, PHONE.left);
    await this.#setPhone(right, PHONE.right);
    say(2, this.#captions.limit(this.#rightName, this.#guarded.name));
    await openRecord(right, this.#guarded);
    await right.fill(this.#label(LIMIT.attribute), LIMIT.raised);
    await this.#untilLimit(right, LIMIT.raised);
    await tempo.beat();
    say(2, this.#captions.taken(this.#rightName));
    await this.#office(false);
    await openRecord(right, this.#shared);
    await tempo.beat();
  }

  /** Step 3: both are on, and everything is where it belongs. */
  async comeBack(): Promise<void> {
    const { left, right, say, tempo, decided } = this.#scene;
    const before = new Set(decided().map(({ place }) => place));
    say(3, this.#captions.online);
    for (const hands of [left, right]) await setNetwork(hands, true);
    const { leftTogether, rightTogether, leftOffline, rightOffline, notes } = this.#texts;
    await this.#untilNotes(`${rightOffline}${rightTogether}${notes}${leftTogether}${leftOffline}`);
    for (const hands of [left, right])
      await tempo.until(() => this.#phoneConflict(hands), this.#awaited.conflict(hands.called));
    say(3, this.#captions.back);
    await tempo.beat(1.5);
    await tempo.until(
      () => decided().some((entry) => !before.has(entry.place) && this.#isRefusal(entry)),
      this.#awaited.refusal,
    );
    await tempo.until(() => draftsAbout(right, this.#guarded).length > 0, this.#awaited.draft);
    say(3, this.#captions.refused(this.#rightName));
    await openDraft(right, this.#guarded);
    await tempo.beat(1.5);
    say(3, this.#captions.unseen(this.#leftName));
    await openRecord(left, this.#guarded);
    await this.#untilLimit(left, LIMIT.start);
    await tempo.beat(1.5);
  }

  /** Step 5 of the demonstration: the right is given, the draft is sent again, the phone number is chosen. */
  async mend(): Promise<void> {
    const { left, right, say, tempo, identity, words } = this.#scene;
    say(4, this.#captions.granted(this.#rightName));
    await this.#office(true);
    await this.#untilRight(true);
    await retryDraft(right, this.#guarded);
    for (const hands of [left, right]) await this.#untilLimit(hands, LIMIT.raised);
    await tempo.beat();
    say(4, this.#captions.settled(this.#leftName));
    for (const hands of [left, right]) await openRecord(hands, this.#shared);
    await left.press({ role: 'button', name: words.record.conflict.takeValue(PHONE.left) });
    await this.#untilPhone(PHONE.left);
    await tempo.until(() => identity().state === 'identical', this.#awaited.identical);
    say(4, this.#captions.identical);
    await tempo.beat();
  }

  async #resetLimit(): Promise<void> {
    const { left, right } = this.#scene;
    if (!this.#hasLimit(left, LIMIT.start)) {
      await openRecord(left, this.#guarded);
      await left.fill(this.#label(LIMIT.attribute), LIMIT.start);
    }
    for (const hands of [left, right]) await this.#untilLimit(hands, LIMIT.start);
  }

  async #resetShared(): Promise<void> {
    const { left } = this.#scene;
    if (this.#phoneConflict(left) || left.row(this.#shared)?.values[PHONE.attribute] !== PHONE.start)
      await this.#setPhone(left, PHONE.start);
    await this.#untilPhone(PHONE.start);
    if (left.row(this.#shared)?.values[NOTES] !== this.#texts.notes)
      await left.rewrite(this.#label(NOTES), this.#texts.notes);
    await this.#untilNotes(this.#texts.notes);
  }

  async #setPhone(hands: TabletHands, phone: string): Promise<void> {
    await hands.fill(this.#label(PHONE.attribute), phone);
    await hands.tempo.until(
      () => hands.row(this.#shared)?.values[PHONE.attribute] === phone,
      this.#awaited.phone(hands.called),
    );
  }

  /** Both have this phone number, and no other beside it. */
  async #untilPhone(phone: string): Promise<void> {
    const { left, right, tempo } = this.#scene;
    for (const hands of [left, right]) {
      await tempo.until(
        () => hands.row(this.#shared)?.values[PHONE.attribute] === phone && !this.#phoneConflict(hands),
        this.#awaited.phone(hands.called),
      );
    }
  }

  #phoneConflict(hands: TabletHands): boolean {
    const name = this.#scene.words.record.conflict.of(this.#label(PHONE.attribute));
    return hands.find({ role: 'region', name }) !== undefined;
  }

  async #untilNotes(notes: string): Promise<void> {
    const { left, right, tempo } = this.#scene;
    for (const hands of [left, right]) {
      await tempo.until(
        () => hands.row(this.#shared)?.values[NOTES] === notes,
        this.#awaited.text(hands.called),
      );
    }
  }

  async #untilLimit(hands: TabletHands, limit: string): Promise<void> {
    await this.#scene.tempo.until(() => this.#hasLimit(hands, limit), this.#awaited.limit(hands.called));
  }

  #hasLimit(hands: TabletHands, limit: string): boolean {
    return Number(hands.row(this.#guarded)?.values[LIMIT.attribute]) === Number(limit);
  }

  async #office(granted: boolean): Promise<void> {
    const { giveRight, tempo } = this.#scene;
    await tempo.turn();
    await giveRight(this.#rightUser, granted).catch(() => {
      throw new NotCome(this.#awaited.office);
    });
  }

  async #untilRight(granted: boolean): Promise<void> {
    const { right, tempo } = this.#scene;
    const { entity } = this.#guarded;
    await tempo.until(
      () => right.device?.may('write', entity, LIMIT.attribute).allowed === granted,
      this.#awaited.right(this.#rightName),
    );
  }

  #isRefusal({ kind, about }: FeedEntry): boolean {
    return kind === 'rejected' && about.some(({ id }) => id === this.#guarded.id);
  }

  #label(attribute: string): string {
    const index = this.#scene.left.device?.metadata?.entity(this.#shared.entity);
    return index?.attribute(attribute)?.label || attribute;
  }
}

/** With the spaces that stand between them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s*\S+\s*/g) ?? [];
}
