/** The tablet's frame: header, navigation, what the device says of itself, and pages that stand in for all others. */
import { plural } from './plural.ts';

const numbers = new Intl.NumberFormat('en');
const n = (amount: number): string => numbers.format(amount);
const changes = (amount: number): string => (amount === 1 ? '1 change' : `${n(amount)} changes`);

export const shell = {
  product: 'Rejoin',
  skip: 'Skip to content',
  percent: (share: number) => `${Math.floor(share * 100)} %`,
  count: n,

  header: {
    search: 'Search',
    searchIn: (label: string) => `Search ${plural(label).toLowerCase()}`,
    searchAll: 'Search everything',
    clear: 'Clear search',
    user: 'User',
    network: 'Network',
  },

  nav: {
    label: 'Main',
    home: 'Home',
    records: 'Records',
    entity: plural,
    drafts: 'Drafts',
    sync: 'Sync status',
    settings: 'Settings',
    syncShort: 'Sync',
    draftCount: (amount: number) => (amount === 1 ? '1 draft' : `${n(amount)} drafts`),
  },

  status: {
    upToDate: 'Up to date',
    syncing: 'Syncing',
    connecting: 'Connecting…',
    offline: 'Offline',
    downloading: (share: string) => `Downloading ${share}`,
    signedOut: 'Signed out',
    attention: 'Needs attention',
    waiting: (amount: number) => `${n(amount)} waiting`,
    /** For those who hear it: the pill opens the page. */
    open: 'Open sync status',
  },

  sentence: {
    upToDate: 'Everything on this device is up to date.',
    syncing: (amount: number) => `Sending ${changes(amount)}.`,
    catchingUp: 'Receiving what others changed.',
    connecting: 'Connecting to the relay.',
    offline: "You're offline. Your work is saved on this device and sends itself later.",
    downloading: (share: string) => `Downloading: ${share}.`,
    signedOut: (amount: number) =>
      amount === 0
        ? 'Sign in to receive changes. You can keep working.'
        : `Sign in to send ${changes(amount)}. You can keep working.`,
    stopped: 'This device has stopped sending and receiving. Your work is kept on it.',
    storage: 'Your last edit is not saved. Keep this page open and free space.',
  },

  action: {
    tryAgain: 'Try again',
    signIn: 'Sign in again',
    reload: 'Reload',
    details: 'Details',
    startWorking: 'Start working',
    openSync: 'Open sync status',
  },

  starting: 'Opening your tablet…',
  connecting: {
    title: 'Connecting…',
    slow: 'This takes longer than usual. The relay may be unreachable from here.',
    offlineTitle: 'Connect once to begin',
    offline: 'This tablet has no records yet. As soon as it reaches the relay, they are downloaded.',
    signedOutTitle: 'Sign in to begin',
    signedOut: 'The relay did not accept this user. Ask your administrator, then try again.',
  },
  unknown: {
    title: 'Nobody answers',
    message: 'This tablet was never opened before, and what it needs to begin could not be loaded.',
  },
  download: {
    title: 'Getting your records',
    overall: 'All records',
    share: (share: string) => `Downloading: ${share}`,
    secondsLeft: (seconds: number) =>
      seconds < 60 ? 'less than a minute left' : `${n(Math.ceil(seconds / 60))} minutes left`,
    records: (sent: number, total: number) => `${n(sent)} of ${n(total)} records`,
    bytes: (bytes: number) =>
      bytes < 1_000_000
        ? `${numbers.format(Math.ceil(bytes / 1_000))} kB`
        : `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(bytes / 1_000_000)} MB`,
    needed: 'Needed to start',
    canStart: (needed: string) => `You can start when ${needed} are complete.`,
    ready: 'You can start now. The rest arrives while you work.',
    goesOn: 'You can close this page at any time: the download goes on where it was.',
    rest: (share: string) => `Still downloading: ${share}`,
    announced: (share: string) => `${share} downloaded`,
  },
  elsewhere: {
    title: 'This tablet is open in another tab',
    message: 'Two tabs would write over each other. Close the other one, and this one goes on by itself.',
  },
  revoked: {
    title: "This device's access has ended",
    message: 'Its records and unsent work were removed. Contact your administrator.',
  },
  storageDenied: {
    title: 'This browser keeps nothing for this page',
    message:
      'Rejoin stores your work on the device, and the browser does not allow it. Leave private browsing or allow site data, then try again.',
  },
  storageFull: {
    title: 'There is no space left',
    message:
      'The storage of this device is full. Free space, then try again. Nothing that was saved is lost.',
  },
  storageBroken: {
    title: 'The storage of this tablet could not be opened',
    message: 'Nothing was removed. Close other tabs of this page, then try again.',
  },
  storageNewer: {
    title: 'This tablet was used with a newer version',
    message: 'Reload to get it. Your work is kept.',
  },
  failed: {
    title: 'Something went wrong here',
    message: 'What you saved is kept. Reload to go on.',
  },
  notFound: {
    title: 'There is no such page',
    message: 'This device has no records of that kind.',
    home: 'Go to Home',
  },
  update: {
    message: 'A new version is ready. Your work is kept.',
    reload: 'Reload',
    later: 'Later',
  },
};
