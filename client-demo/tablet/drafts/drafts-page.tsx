/** What was refused: the list, and one draft. */

import { Button, Link, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { ArrowExportRegular, DraftsRegular } from '@fluentui/react-icons';
import { useDevice, useDrafts } from '../../../engine/react/index.ts';
import { PageHeading } from '../heading.tsx';
import { useHeld, useNotices } from '../notices.tsx';
import { useFormStyles } from '../record/form-styles.ts';
import { type Showing, shownTime } from '../record/show-value.ts';
import { useShowing } from '../record/use-showing.ts';
import { DraftActions, discardKey } from './draft-actions.tsx';
import { DraftComparison } from './draft-comparison.tsx';
import { draftRecords } from './draft-lines.ts';
import { type DraftBranch, draftTree } from './draft-tree.ts';
import { draftReason, draftTitle } from './said-draft.ts';
import { saveFile } from './save-file.ts';
import { exportedDrafts } from './written-drafts.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXXL,
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalL },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
  },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
  },
  dependents: { marginTop: tokens.spacingVerticalS, marginInlineStart: tokens.spacingHorizontalXXL },
  card: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    minHeight: '56px',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover, textDecorationLine: 'none' },
  },
  held: { backgroundColor: tokens.colorNeutralBackground3 },
  quiet: { color: tokens.colorNeutralForeground3 },
  none: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    rowGap: tokens.spacingVerticalS,
    paddingBlock: tokens.spacingVerticalXXXL,
    textAlign: 'center',
  },
});

/** All drafts of this device, those that build on others under them. */
export function DraftsPage() {
  const styles = useStyles();
  const shared = useFormStyles();
  const device = useDevice();
  const drafts = useDrafts();
  const showing = useShowing();
  const { drafts: words } = showing.words;
  const save = (): void => {
    const now = Date.now();
    saveFile(
      words.fileName(new Date(now).toISOString().slice(0, 10)),
      exportedDrafts(drafts, device, showing, now),
    );
  };
  return (
    <section className={styles.page} aria-label={words.title}>
      <div className={styles.head}>
        <PageHeading>{words.title}</PageHeading>
        {drafts.length > 0 && (
          <Button className={shared.button} icon={<ArrowExportRegular />} onClick={save}>
            {words.exportAll}
          </Button>
        )}
      </div>
      {drafts.length === 0 ? (
        <div className={styles.none}>
          <DraftsRegular fontSize={40} aria-hidden="true" />
          <Text weight="semibold">{words.none}</Text>
          <Text className={styles.quiet}>{words.noneHint}</Text>
        </div>
      ) : (
        <Branches branches={draftTree(drafts)} showing={showing} />
      )}
    </section>
  );
}

function Branches({
  branches,
  showing,
}: {
  readonly branches: readonly DraftBranch[];
  readonly showing: Showing;
}) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {branches.map(({ draft, dependents }) => (
        <li key={draft.id}>
          <DraftCard draft={draft} showing={showing} />
          {dependents.length > 0 && (
            <div className={styles.dependents}>
              <Branches branches={dependents} showing={showing} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function DraftCard({ draft, showing }: Pick<DraftBranch, 'draft'> & { readonly showing: Showing }) {
  const styles = useStyles();
  const shared = useFormStyles();
  const device = useDevice();
  const drafts = useDrafts();
  const { held } = useNotices();
  const isHeld = useHeld().has(discardKey(draft.id));
  const { drafts: words } = showing.words;
  const title = draftTitle(draft, device, showing);
  if (isHeld) {
    return (
      <div className={mergeClasses(styles.card, styles.held)}>
        <Text strikethrough>{title}</Text>
        <Text size={200} className={styles.quiet}>
          {words.discardHeld}
        </Text>
        <Button className={shared.button} onClick={() => held.undo(discardKey(draft.id))}>
          {words.undo}
        </Button>
      </div>
    );
  }
  return (
    <Link className={styles.card} href={`#/drafts/${draft.id}`}>
      <Text weight="semibold">{title}</Text>
      <Text>{draftReason(draft, drafts, device, showing)}</Text>
      <Text size={200} className={styles.quiet}>
        {shownTime(draft.since, showing)}
      </Text>
    </Link>
  );
}

/** One draft: what was there, what was wanted, what is there now, and what can be done. */
export function DraftPage({ id }: { readonly id: string }) {
  const styles = useStyles();
  const device = useDevice();
  const drafts = useDrafts();
  const showing = useShowing();
  const isHeld = useHeld().has(discardKey(id));
  const { drafts: words } = showing.words;
  const draft = drafts.find((one) => one.id === id);
  if (draft === undefined || isHeld) {
    return (
      <section className={styles.page}>
        <Text>{isHeld ? words.discardHeld : words.notHere}</Text>
        <Link href="#/drafts">{words.toDrafts}</Link>
      </section>
    );
  }
  const title = draftTitle(draft, device, showing);
  const base = drafts.find((one) => one.id === draft.dependsOn);
  const dependents = draftTree(drafts.filter(({ dependsOn }) => dependsOn === draft.id));
  return (
    <section className={styles.page} aria-label={title}>
      <Link href="#/drafts">{words.toDrafts}</Link>
      <div>
        <PageHeading>{title}</PageHeading>
        <Text block>{draftReason(draft, drafts, device, showing)}</Text>
        <Text size={200} className={styles.quiet}>
          {shownTime(draft.since, showing)}
        </Text>
      </div>
      {base !== undefined && <Link href={`#/drafts/${base.id}`}>{words.openBase}</Link>}
      {draftRecords(draft, device, showing).map((shown) => (
        <DraftComparison key={`${shown.operation.kind}/${shown.operation.id}`} {...{ shown, showing }} />
      ))}
      <DraftActions key={draft.id} {...{ draft, showing }} />
      {dependents.length > 0 && (
        <>
          <Text>{words.dependents}</Text>
          <Branches branches={dependents} showing={showing} />
        </>
      )}
    </section>
  );
}
