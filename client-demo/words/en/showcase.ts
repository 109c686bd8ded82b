/** The demo page around two tablets. */

const fields = (names: readonly string[]): string => new Intl.ListFormat('en').format(names);
const n = (amount: number): string => amount.toLocaleString('en');

export const showcase = {
  title: 'Two tablets, one relay',
  left: 'Left tablet',
  right: 'Right tablet',
  relay: 'Relay',
  panes: 'What is shown',
  tabletOf: (name: string) => `${name}'s tablet`,
  loading: 'Asking the relay who is here…',
  notThere: 'The relay does not answer. Start it with npm start.',
  tryAgain: 'Try again',
  openAlone: 'Open this tablet alone',

  sequence: 'Sequence number',
  identity: {
    identical: 'Identical ✓',
    identicalHint: (amount: number) =>
      `Both tablets show the same of all ${n(amount)} records that both hold.`,
    different: (amount: number) => (amount === 1 ? '1 record differs' : `${n(amount)} records differ`),
    differentHint: 'What one tablet has is not on the other yet.',
    waiting: 'Waiting for both tablets',
  },

  feed: {
    title: 'What the relay decided',
    none: 'Nothing yet. Change something on a tablet.',
    lost: 'The relay does not answer; the tablets go on by themselves.',
    accepted: 'Accepted',
    refused: 'Refused',
    office: 'Office',
    tablet: 'Tablet',
    change: (who: string, what: string, changed: readonly string[]) =>
      changed.length === 0 ? `${who}'s change to ${what}` : `${who}'s change to ${what}: ${fields(changed)}`,
    create: (who: string, what: string) => `${who} created ${what}`,
    delete: (who: string, what: string) => `${who} deleted ${what}`,
    assign: (who: string, what: string) => `${who} gave ${what} to someone else`,
    state: (who: string, what: string) => `${who} changed the state of ${what}`,
    refusal: (who: string, what: string, why: string) => `${who}'s change to ${what}: refused, ${why}`,
    again: (who: string, what: string) =>
      `${who}'s change to ${what}: sent back to be made again on what is there now`,
    several: (first: string, more: number) => `${first} and ${n(more)} more`,
    imported: 'The sample records were brought in',
    mayNow: (who: string, label: string) => `${who} may edit ${label} from now on`,
    mayNoMore: (who: string, label: string) => `${who} may not edit ${label} any more`,
    rights: 'The office changed who may do what',
    published: 'The office published new forms',
    joined: (who: string) => `A tablet of ${who} joined`,
    revoked: 'The office ended the access of a tablet',
    restored: 'The relay began with its data',
    someone: 'Someone',
    nameless: (entity: string) => `a record of ${entity}`,
    something: 'something',
    why: {
      column: (who: string, changed: readonly string[]) => `${who} may not edit ${fields(changed)}`,
      privilege: (who: string) => `no role of ${who} allows it`,
      access: (who: string) => `the rights of ${who} do not reach it`,
      gone: (who: string) => `it is not there for ${who}`,
      value: (changed: readonly string[]) => `${fields(changed)} has a value that does not fit`,
      depends: 'it builds on a change that was refused',
      other: 'it breaks a rule of the organization',
    },
  },

  play: {
    group: 'Play the minute',
    start: 'Play the minute',
    again: 'Play again',
    pause: 'Pause',
    resume: 'Go on',
    stop: 'Stop',
    step: (step: number, of: number) => `${step} of ${of}`,
    idle: 'Watch what two people do to the same records, in about a minute. Or use the tablets yourself.',
    paused: (caption: string) => `Paused. ${caption}`,
    stopped: 'Stopped. The tablets are yours.',
    done: 'That was the minute: merged, refused, mended, identical. The tablets are yours.',
    failed: (what: string) => `The play stopped: it waited for ${what}, and that did not come.`,
    broken: 'The play stopped: something on this page went wrong. Reload it to try again.',

    captions: {
      prepare: 'Setting the stage: both tablets open the same account.',
      together: (left: string, right: string, record: string) =>
        `${left} and ${right} write in the notes of ${record}, at the same time.`,
      merged: 'Every letter of both is there, on both tablets.',
      offline: 'Now both lose the network. Each goes on working.',
      paragraph: 'Both change the same paragraph …',
      phone: '… and the same phone number, to two different ones.',
      limit: (right: string, record: string) =>
        `${right} raises the credit limit of ${record}. Today that is allowed.`,
      taken: (right: string) =>
        `Meanwhile the office takes that right away. ${right}'s tablet is offline and cannot know.`,
      online: 'Both are back online.',
      back: 'The paragraph is merged. The phone number shows both values: a person decides.',
      refused: (right: string) => `The credit limit was refused. ${right} did not lose it: it is a draft.`,
      unseen: (left: string) => `${left} never saw it: the limit there is what it was.`,
      granted: (right: string) => `The office gives the right back, and ${right} sends the draft again.`,
      settled: (left: string) => `${left} chooses the phone number.`,
      identical: 'Both tablets are identical again.',
    },
    /** What is waited for, as it is said when it does not come. */
    awaited: {
      control: (name: string, side: string) => `“${name}” on the ${side}`,
      user: (name: string) => `the tablet of ${name}`,
      ready: (side: string) => `the ${side} to be up to date`,
      text: (side: string) => `the same notes on the ${side}`,
      phone: (side: string) => `the phone number on the ${side}`,
      switch: (side: string) => `the network switch of the ${side}`,
      right: (name: string) => `the right of ${name} to arrive`,
      limit: (side: string) => `the credit limit on the ${side}`,
      conflict: (side: string) => `both phone numbers on the ${side}`,
      draft: 'the draft of the refused change',
      noDraft: 'the draft to be accepted',
      refusal: 'the relay to refuse the change',
      identical: 'both tablets to be identical',
      office: 'the answer of the office',
      record: 'the accounts of the play; begin anew with npm start -- --fresh',
    },
    sides: { left: 'left tablet', right: 'right tablet' },
    /** What the two write. */
    texts: {
      notes: 'Deliveries before ten, at the back door.',
      leftTogether: ' Fresh fish on Fridays.',
      rightTogether: 'Ring twice. ',
      leftOffline: ' Closed on Mondays.',
      rightOffline: 'New cook since June. ',
    },
  },
};
