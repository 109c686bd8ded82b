/** A field that is typed in one go: text, numbers, dates. */
import { Input, type InputProps, mergeClasses, Textarea } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';
import type { Attribute } from '../../../engine/index.ts';
import type { Form } from './form-entry.ts';
import { useFormStyles } from './form-styles.ts';
import { isNumber, type Showing, typedValue } from './show-value.ts';

/** Stands for what a date field has of a date that it can't read: no text that any attribute takes. */
const UNREADABLE = '?';
/** A text that may be longer is written in several lines. */
const ONE_LINE = 200;

/** What every control is given. */
export interface ControlProps {
  readonly attribute: Attribute;
  readonly form: Form;
  readonly showing: Showing;
}

export function TextControl({ attribute, form, showing }: ControlProps) {
  const styles = useFormStyles();
  const { name } = attribute;
  const { entry, value } = form.field(name);
  const shown = entry?.typed ?? typedValue(attribute, value, showing);
  const isDate = attribute.type === 'date' || attribute.type === 'datetime';
  const take = (input: HTMLInputElement | HTMLTextAreaElement, typed: string): void =>
    form.type(name, isDate && input.validity.badInput ? UNREADABLE : typed);
  const common = {
    value: shown === UNREADABLE ? '' : shown,
    size: 'large' as const,
    onBlur: ({
      currentTarget: input,
    }: {
      readonly currentTarget: HTMLInputElement | HTMLTextAreaElement;
    }) => {
      // A date that was begun and not finished tells of it only here.
      if (isDate && input.validity.badInput) form.type(name, UNREADABLE);
      form.leave(name);
    },
  };
  if (isLong(attribute, shown)) {
    return (
      <Textarea
        {...common}
        resize="vertical"
        dir="auto"
        textarea={{ rows: Math.min(6, Math.max(2, shown.split('\n').length)) }}
        onChange={({ currentTarget }, data) => take(currentTarget, data.value)}
        onKeyDown={(event) => onEscape(event, () => form.restore(name))}
      />
    );
  }
  return (
    <Input
      {...common}
      {...kindOf(attribute)}
      className={mergeClasses(styles.control, isNumber(attribute) && styles.number)}
      autoComplete="off"
      onChange={({ currentTarget }, data) => take(currentTarget, data.value)}
      onKeyDown={(event) => {
        onEscape(event, () => {
          // Half a date is no value that giving it up would replace.
          if (isDate) event.currentTarget.value = '';
          form.restore(name);
        });
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) form.leave(name);
      }}
    />
  );
}

/** Escape gives up what was typed, and does nothing else. */
function onEscape(event: KeyboardEvent<unknown>, restore: () => void): void {
  if (event.key !== 'Escape') return;
  event.stopPropagation();
  restore();
}

function isLong(attribute: Attribute, shown: string): boolean {
  if (attribute.type !== 'string' && attribute.type !== 'memo') return false;
  // A single line would drop the ends of the lines that others wrote.
  return attribute.maxLength > ONE_LINE || shown.includes('\n');
}

/** The keyboard that a tablet shows, and the browser's own help for dates. */
function kindOf(attribute: Attribute): Partial<InputProps> {
  switch (attribute.type) {
    case 'integer':
      return { inputMode: 'numeric' };
    case 'decimal':
    case 'money':
      return { inputMode: 'decimal' };
    case 'date':
      return { type: 'date', input: { max: '9999-12-31' } };
    case 'datetime':
      return { type: 'datetime-local', input: { max: '9999-12-31T23:59' } };
    default:
      return { input: { dir: 'auto' } };
  }
}
