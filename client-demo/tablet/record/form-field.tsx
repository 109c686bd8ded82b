/** One field of a form: label, control by its type, what is the matter, and why it can't be changed. */
import { Field, makeStyles, mergeClasses } from '@fluentui/react-components';
import { type ReactNode, useRef, useState } from 'react';
import type { Attribute, Conflict, May, RecordHandle } from '../../../engine/index.ts';
import { ChoiceControl } from './choice-control.tsx';
import { ConflictStrip, type ConflictStripProps } from './conflict-strip.tsx';
import type { Form } from './form-entry.ts';
import { LookupControl } from './lookup-control.tsx';
import { MemoControl } from './memo-control.tsx';
import type { Problem } from './problem.ts';
import { ReadOnlyValue, useLiveText } from './read-only-value.tsx';
import { saidProblem } from './say-problem.ts';
import { labelOf, type Showing } from './show-value.ts';
import { SwitchControl } from './switch-control.tsx';
import { TextControl } from './text-control.tsx';

const useStyles = makeStyles({
  // A field in a grid may be narrower than what it holds.
  field: { minWidth: 0 },
  wide: { gridColumn: '1 / -1' },
});

/** What all fields of a form share. */
export interface FieldSurroundings {
  readonly form: Form;
  readonly showing: Showing;
  /** Absent while the record is not made yet. */
  readonly record?: RecordHandle | undefined;
  /** The element that says why nothing of the record can be changed, where that is so. */
  readonly reasonId?: string | undefined;
  readonly authorOf: ConflictStripProps['authorOf'];
}

export interface FormFieldProps extends FieldSurroundings {
  readonly attribute: Attribute;
  /** Whether the field may be changed, as far as this device knows. */
  readonly mayWrite: May;
  readonly conflict?: Conflict | undefined;
}

export function FormField(props: FormFieldProps) {
  const { attribute, form, showing, mayWrite, conflict, authorOf } = props;
  const styles = useStyles();
  const [pasted, setPasted] = useState<Problem>();
  const host = useRef<HTMLDivElement>(null);
  const { entry } = form.field(attribute.name);
  const problem = entry?.problem ?? pasted;
  const { words } = showing;
  const isColumn = !mayWrite.allowed && mayWrite.code === 'column-secured';
  return (
    <div ref={host} className={mergeClasses(styles.field, attribute.type === 'memo' && styles.wide)}>
      <Field
        label={labelOf(attribute)}
        required={attribute.required && mayWrite.allowed}
        {...(isColumn && { hint: words.record.readOnly.column })}
        {...(problem !== undefined && {
          validationState: 'error',
          validationMessage: saidProblem(problem, attribute, words),
        })}
      >
        {mayWrite.allowed ? <Control {...props} onProblem={setPasted} /> : <Unchangeable {...props} />}
      </Field>
      {conflict !== undefined && (
        <ConflictStrip
          {...{ attribute, conflict, showing, authorOf }}
          mayChoose={mayWrite.allowed}
          onUse={(value) => form.choose(attribute.name, value)}
          onTypeAnother={() => focusControl(host.current)}
        />
      )}
    </div>
  );
}

function Control({
  onProblem,
  ...props
}: FormFieldProps & { readonly onProblem: (problem?: Problem) => void }): ReactNode {
  const { attribute, record } = props;
  switch (attribute.type) {
    case 'boolean':
      return <SwitchControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'lookup':
      return <LookupControl {...props} />;
    case 'memo':
      if (record === undefined) return <TextControl {...props} />;
      return <MemoControl {...{ record, onProblem }} name={attribute.name} maxLength={attribute.maxLength} />;
    default:
      return <TextControl {...props} />;
  }
}

function Unchangeable(props: FormFieldProps): ReactNode {
  const { attribute, record, form, showing, reasonId } = props;
  if (attribute.type === 'memo' && record !== undefined)
    return <UnchangeableMemo {...props} record={record} />;
  const { value } = form.field(attribute.name);
  return <ReadOnlyValue {...{ attribute, value, showing }} describedBy={reasonId} />;
}

function UnchangeableMemo({
  attribute,
  record,
  showing,
  reasonId,
}: FormFieldProps & { readonly record: RecordHandle }) {
  const value = useLiveText(record, attribute.name) || null;
  return <ReadOnlyValue {...{ attribute, value, showing }} describedBy={reasonId} />;
}

/** Into what the field is typed in, with all of it chosen, so that the first key takes its place. */
function focusControl(host: HTMLElement | null): void {
  const control = host?.querySelector<HTMLElement>('input, textarea, button[role="combobox"]');
  control?.focus();
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.select();
}
