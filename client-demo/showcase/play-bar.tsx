/** The play's buttons, and what is going on in it. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { PauseRegular, PlayRegular, StopRegular } from '@fluentui/react-icons';
import { useWords, type Words } from '../words/index.ts';
import type { PlayState } from './play/player.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalS },
  button: { minHeight: '44px' },
  caption: { flexGrow: 1, flexBasis: '280px', minHeight: '44px', display: 'flex', alignItems: 'center' },
  step: {
    flexShrink: 0,
    marginInlineEnd: tokens.spacingHorizontalM,
    paddingInline: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    whiteSpace: 'nowrap',
  },
});

export interface PlayBarProps {
  readonly state: PlayState;
  readonly steps: number;
  readonly onPlay: () => void;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onStop: () => void;
}

export function PlayBar({ state, steps, onPlay, onPause, onResume, onStop }: PlayBarProps) {
  const styles = useStyles();
  const { play } = useWords().showcase;
  const { phase, step } = state;
  const isOn = phase === 'playing' || phase === 'paused';
  return (
    <section className={styles.bar} aria-label={play.group}>
      <div className={styles.buttons}>
        {!isOn && (
          <Button
            appearance="primary"
            size="large"
            className={styles.button}
            icon={<PlayRegular />}
            onClick={onPlay}
          >
            {phase === 'idle' ? play.start : play.again}
          </Button>
        )}
        {isOn && (
          <>
            <Button
              appearance="primary"
              size="large"
              className={styles.button}
              icon={phase === 'paused' ? <PlayRegular /> : <PauseRegular />}
              onClick={phase === 'paused' ? onResume : onPause}
            >
              {phase === 'paused' ? play.resume : play.pause}
            </Button>
            <Button size="large" className={styles.button} icon={<StopRegular />} onClick={onStop}>
              {play.stop}
            </Button>
          </>
        )}
      </div>
      <div className={styles.caption}>
        {isOn && step > 0 && <Text className={styles.step}>{play.step(step, steps)}</Text>}
        <Text size={400} weight={isOn ? 'semibold' : 'regular'} role="status" aria-live="polite">
          {captionOf(state, play)}
        </Text>
      </div>
    </section>
  );
}

function captionOf({ phase, caption, awaited }: PlayState, play: Words['showcase']['play']): string {
  switch (phase) {
    case 'idle':
      return play.idle;
    case 'playing':
      return caption;
    case 'paused':
      return play.paused(caption);
    case 'done':
      return play.done;
    case 'stopped':
      return play.stopped;
    case 'failed':
      return play.failed(awaited);
    case 'broken':
      return play.broken;
  }
}
