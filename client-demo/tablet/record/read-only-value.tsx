/** A value that can be read, copied and reached by keyboard, and not changed. */
import {
  mergeClasses,
  useFieldControlProps_unstable as useFieldControlProps,
} from '@fluentui/react-components';
import { type TextareaHTMLAttributes, useEffect, useState } from 'react';
import type { Attribute, RecordHandle, Value } from '../../../engine/index.ts';
import { useFormStyles } from './form-styles.ts';
import { isNumber, type Showing, shownValue } from './show-value.ts';

/** A longer text is scrolled where the browser does not make its box as high as it. */
const MOST_LINES = 12;

export function ReadOnlyValue({
  attribute,
  value,
  showing,
  describedBy,
}: {
  readonly attribute: Attribute;
  readonly value: Value;
  readonly showing: Showing;
  /** Where it says why, if not below. */
  readonly describedBy?: string | undefined;
}) {
  const shared = useFormStyles();
  const field: TextareaHTMLAttributes<HTMLTextAreaElement> = useFieldControlProps(
    describedBy === undefined ? {} : { 'aria-describedby': describedBy },
  );
  const shown = shownValue(attribute, value, showing);
  return (
    <textarea
      {...field}
      readOnly
      rows={Math.min(MOST_LINES, shown.split('\n').length)}
      dir="auto"
      className={mergeClasses(shared.plain, isNumber(attribute) && shared.number)}
      value={shown}
    />
  );
}

/** The whole of a memo, as it is and becomes: the row has its beginning only. */
export function useLiveText(record: RecordHandle, name: string): string {
  const [text, setText] = useState(() => record.text(name).toString());
  useEffect(() => {
    let observed = record.text(name);
    const read = (): void => setText(observed.toString());
    const follow = (): void => {
      observed = record.text(name);
      observed.observe(read);
      read();
    };
    follow();
    const end = record.onRebuilt(name, follow);
    return () => {
      end();
      observed.unobserve(read);
    };
  }, [record, name]);
  return text;
}
