/** The status pill: icon, word and what waits; it leads to the page that says more. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowDownloadRegular,
  ArrowSyncRegular,
  CheckmarkCircleRegular,
  CloudOffRegular,
  ErrorCircleRegular,
  type FluentIcon,
  PersonLockRegular,
  PlugConnectedRegular,
} from '@fluentui/react-icons';
import { useWords, type Words } from '../../words/index.ts';
import { hrefOf } from '../route.ts';
import type { ShownKind, ShownStatus } from './shown-status.ts';

const icons: Readonly<Record<ShownKind, FluentIcon>> = {
  'up-to-date': CheckmarkCircleRegular,
  syncing: ArrowSyncRegular,
  connecting: PlugConnectedRegular,
  downloading: ArrowDownloadRegular,
  offline: CloudOffRegular,
  'signed-out': PersonLockRegular,
  attention: ErrorCircleRegular,
};

const useStyles = makeStyles({
  link: {
    display: 'inline-flex',
    alignItems: 'center',
    minHeight: '44px',
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusCircular,
    flexShrink: 0,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    ':hover > span': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  pill: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    height: '32px',
    paddingInline: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase300,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  },
  icon: { fontSize: '20px', display: 'flex', flexShrink: 0 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  busy: { color: tokens.colorBrandForeground1 },
  calm: { color: tokens.colorNeutralForeground3 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  danger: {
    color: tokens.colorStatusDangerForeground1,
    backgroundColor: tokens.colorStatusDangerBackground1,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
  },
});

export function StatusPill({ status }: { readonly status: ShownStatus }) {
  const styles = useStyles();
  const { shell } = useWords();
  const { kind } = status;
  const Icon = icons[kind];
  const tone = {
    'up-to-date': styles.good,
    syncing: styles.busy,
    connecting: styles.busy,
    downloading: styles.busy,
    offline: styles.calm,
    'signed-out': styles.warning,
    attention: undefined,
  }[kind];
  return (
    <a className={styles.link} href={hrefOf({ page: 'sync' })} title={shell.status.open} data-status={kind}>
      <span className={mergeClasses(styles.pill, kind === 'attention' && styles.danger)}>
        <span className={mergeClasses(styles.icon, tone)}>
          <Icon aria-hidden="true" />
        </span>
        {pillText(status, shell)}
      </span>
    </a>
  );
}

/** The words of the pill. */
export function pillText({ kind, waiting, share }: ShownStatus, { status, percent }: Words['shell']): string {
  const word = {
    'up-to-date': status.upToDate,
    syncing: status.syncing,
    connecting: status.connecting,
    downloading: status.downloading(percent(share)),
    offline: status.offline,
    'signed-out': status.signedOut,
    attention: status.attention,
  }[kind];
  const countsWaiting = kind === 'offline' || kind === 'signed-out' || kind === 'attention';
  return countsWaiting && waiting > 0 ? `${word} · ${status.waiting(waiting)}` : word;
}
