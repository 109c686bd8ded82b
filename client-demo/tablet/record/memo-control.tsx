/** A memo of a record that is there: its live text, in an editor that is loaded when the form has one. */
import {
  Button,
  makeStyles,
  tokens,
  useFieldControlProps_unstable as useFieldControlProps,
} from '@fluentui/react-components';
import { type HTMLAttributes, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { RecordHandle } from '../../../engine/index.ts';
import { useWords } from '../../words/index.ts';
import { useFormStyles } from './form-styles.ts';
import type { MemoEditor } from './memo-editor.ts';
import type { Problem } from './problem.ts';

type EditorModule = typeof import('./memo-editor.ts');

const useStyles = makeStyles({
  waiting: {
    minHeight: '120px',
    padding: tokens.spacingHorizontalMNudge,
    color: tokens.colorNeutralForeground3,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

export interface MemoControlProps {
  readonly record: RecordHandle;
  readonly name: string;
  readonly maxLength: number;
  readonly onProblem: (problem: Problem | undefined) => void;
}

export function MemoControl(props: MemoControlProps) {
  const { record: words } = useWords();
  const shared = useFormStyles();
  const styles = useStyles();
  const [module, setModule] = useState<EditorModule | 'failed'>();
  useEffect(() => load(setModule), []);
  if (module !== undefined && module !== 'failed') return <LoadedMemo {...props} module={module} />;
  return (
    <div className={styles.waiting} aria-busy={module === undefined}>
      {props.record.text(props.name).toString() || words.loadingEditor}
      {module === 'failed' && (
        <Button className={shared.button} onClick={() => load(setModule)}>
          {words.full.tryAgain}
        </Button>
      )}
    </div>
  );
}

/** Loads the editor, and says how that went, unless what it returns is called first. */
function load(say: (loaded: EditorModule | 'failed') => void): () => void {
  let isOver = false;
  const take = (loaded: EditorModule | 'failed'): void => {
    if (!isOver) say(loaded);
  };
  import('./memo-editor.ts').then(take, () => take('failed'));
  return () => {
    isOver = true;
  };
}

function LoadedMemo({
  record,
  name,
  maxLength,
  onProblem,
  module,
}: MemoControlProps & { readonly module: EditorModule }) {
  const { record: words } = useWords();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<MemoEditor>(undefined);
  const field: HTMLAttributes<HTMLElement> = useFieldControlProps({});
  const { id = '', 'aria-labelledby': labelledBy = '', 'aria-describedby': describedBy = '' } = field;
  const tell = useEffectEvent(onProblem);

  useEffect(() => {
    if (host.current === null) return undefined;
    const made = new module.MemoEditor({
      ...{ parent: host.current, placeholder: words.typeHere, maxLength },
      source: { text: () => record.text(name), presence: () => record.presence(name) },
      attributes: { id, 'aria-labelledby': labelledBy },
      onTooLong: (has) => tell({ kind: 'paste-too-long', most: maxLength, has }),
      onTyped: () => tell(undefined),
    });
    editor.current = made;
    const end = record.onRebuilt(name, () => made.bind());
    return () => {
      end();
      made.destroy();
      editor.current = undefined;
    };
  }, [module, record, name, maxLength, words, id, labelledBy]);

  useEffect(() => editor.current?.describe(describedBy), [describedBy]);
  return <div ref={host} />;
}
