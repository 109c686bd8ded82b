/** Removes what is on the device and downloads it anew; never while that would lose something. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useSyncStatus } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { useSession } from '../session/session-context.tsx';
import { Section } from '../shell/page.tsx';
import { useShownStatus } from '../status/use-shown-status.ts';

const useStyles = makeStyles({
  body: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    alignItems: 'flex-start',
  },
  button: { minHeight: '44px' },
});

export function DownloadAgain() {
  const styles = useStyles();
  const session = useSession();
  const { again } = useWords().sync;
  const blocked = useBlocked();
  return (
    <Section title={again.action}>
      <div className={styles.body}>
        <Text>{blocked ?? again.explain}</Text>
        <Dialog modalType="alert">
          <DialogTrigger disableButtonEnhancement>
            <Button className={styles.button} disabledFocusable={blocked !== undefined}>
              {again.action}
            </Button>
          </DialogTrigger>
          <DialogSurface>
            <DialogBody>
              <DialogTitle>{again.confirmTitle}</DialogTitle>
              <DialogContent>{again.explain}</DialogContent>
              <DialogActions>
                <DialogTrigger disableButtonEnhancement>
                  <Button className={styles.button}>{again.cancel}</Button>
                </DialogTrigger>
                <Button
                  className={styles.button}
                  appearance="primary"
                  onClick={() => void session.downloadAgain()}
                >
                  {again.confirm}
                </Button>
              </DialogActions>
            </DialogBody>
          </DialogSurface>
        </Dialog>
      </div>
    </Section>
  );
}

/** Why not now. */
function useBlocked(): string | undefined {
  const { pending, drafts } = useSyncStatus();
  const { kind } = useShownStatus();
  const { again } = useWords().sync;
  if (pending > 0) return again.blockedWaiting;
  if (drafts > 0) return again.blockedDrafts;
  return kind === 'up-to-date' ? undefined : again.blockedOffline;
}
