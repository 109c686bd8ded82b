/**
 * Short notices at the foot of the tablet, with what takes back what they tell of; and what is held back
 * until it can't be taken back. They outlive the page that they come from.
 */
import {
  Button,
  Toast,
  Toaster,
  ToastTitle,
  ToastTrigger,
  useId,
  useToastController,
} from '@fluentui/react-components';
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useWords } from '../words/index.ts';
import { HeldActions } from './held-actions.ts';

/** How long a notice stays that only tells of something. */
const NOTICE_MS = 5_000;

export interface Notice {
  readonly text: string;
  /** What *Undo* does; no button where absent. */
  readonly undo?: () => void;
  readonly forMs?: number;
}

export interface Notices {
  readonly tell: (notice: Notice) => void;
  readonly held: HeldActions;
  /** Holds back, and tells of it with *Undo*. */
  readonly holdBack: (action: {
    readonly key: string;
    readonly forMs: number;
    readonly run: () => Promise<void>;
    readonly text: string;
    /** Said when it was undone. */
    readonly undoneText: string;
  }) => void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);

/** Gives the components below it a place for notices. */
export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const toasterId = useId('notices');
  const { dispatchToast, dismissToast } = useToastController(toasterId);
  const { record: words } = useWords();
  const number = useRef(0);
  const notices = useMemo((): Notices => {
    const tell = ({ text, undo, forMs = NOTICE_MS }: Notice): void => {
      const toastId = `notice-${number.current++}`;
      const action = undo !== undefined && (
        <ToastTrigger>
          <Button
            appearance="transparent"
            onClick={() => {
              dismissToast(toastId);
              undo();
            }}
          >
            {words.undo}
          </Button>
        </ToastTrigger>
      );
      dispatchToast(
        <Toast>
          <ToastTitle action={action || null}>{text}</ToastTitle>
        </Toast>,
        { toastId, timeout: forMs, intent: 'info', politeness: 'polite' },
      );
    };
    const held = new HeldActions({
      setTimer: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      onFailed: () => tell({ text: words.notDone }),
    });
    return {
      tell,
      held,
      holdBack: ({ text, undoneText, ...action }) => {
        held.hold(action);
        tell({ text, forMs: action.forMs, undo: () => held.undo(action.key) && tell({ text: undoneText }) });
      },
    };
  }, [dispatchToast, dismissToast, words]);
  useEffect(() => () => notices.held.undoAll(), [notices]);
  return (
    <NoticesContext value={notices}>
      {children}
      <Toaster toasterId={toasterId} position="bottom" limit={3} />
    </NoticesContext>
  );
}

export function useNotices(): Notices {
  const notices = use(NoticesContext);
  if (notices === undefined) throw new Error('no NoticesProvider stands above');
  return notices;
}

/** What is held back now, by key. */
export function useHeld(): ReadonlyMap<string, unknown> {
  const { held } = useNotices();
  return useSyncExternalStore(
    (listener) => held.subscribe(listener),
    () => held.held,
  );
}
