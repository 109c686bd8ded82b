/** Lists of records, searching in them, and the home page. */
import { inSentence, plural } from './plural.ts';

const numbers = new Intl.NumberFormat('en');
const n = (amount: number): string => numbers.format(amount);
const records = (amount: number, label: string): string =>
  `${n(amount)} ${inSentence(amount === 1 ? label : plural(label))}`;

export const list = {
  title: plural,
  onThisDevice: (amount: number, label: string) => `${records(amount, label)} on this device`,
  matching: (amount: number, total: number, label: string) =>
    `${n(amount)} of ${records(total, label)} match`,
  create: (label: string) => `New ${inSentence(label)}`,
  createShort: 'New',
  sort: 'Sort',
  sortedBy: (order: string) => `Sorted by ${inSentence(order)}`,
  byName: 'Name, A to Z',
  byNameDown: 'Name, Z to A',
  byChange: 'Last changed first',
  byCreation: 'Newest first',
  open: 'Show list',
  close: 'Close list',
  chooseEntity: 'Kind of records',
  unnamed: (label: string) => `${label} without a name`,
  row: {
    waiting: 'Waiting to be sent',
    conflict: 'Two values: choose one',
    draft: 'A change was refused: in Drafts',
  },
  empty: {
    none: (label: string) => `No ${inSentence(plural(label))} here yet`,
    noneHint: 'What you create shows up here at once, with or without a network.',
    noneReadOnly: 'When somebody gives you some, they show up here.',
    noMatch: (text: string) => `Nothing matches “${text}”`,
    noMatchHint: 'It may not exist or not be part of your data.',
    downloading: (share: string) => `Still downloading: ${share}`,
    downloadingHint: 'The list fills while it downloads.',
    clear: 'Clear search',
  },
  loading: 'Opening the list…',
  choose: 'Choose a record',
  chooseHint: 'It opens here, beside the list.',

  home: {
    title: (name: string) => `Hello, ${name}`,
    today: (date: Date) =>
      new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' }).format(date),
    recent: 'Recent',
    recentEmpty: 'Records that you open are listed here.',
    drafts: 'Drafts',
    draftsEmpty: 'Nothing was refused.',
    conflicts: 'Two values',
    browse: 'Records',
    all: (amount: number) => `Show all ${n(amount)}`,
    draftOf: (name: string) => name,
    fields: (names: readonly string[]) => names.join(', '),
  },
  search: {
    title: (text: string) => `Results for “${text}”`,
    found: (amount: number) => (amount === 1 ? '1 record found' : `${n(amount)} records found`),
    more: (amount: number, label: string) => `Show all ${n(amount)} ${inSentence(plural(label))}`,
  },
};
