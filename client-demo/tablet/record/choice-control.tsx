/** One of a list of options: taken at once. */
import { Dropdown, Option } from '@fluentui/react-components';
import { useMetadata } from '../../../engine/react/index.ts';
import { useFormStyles } from './form-styles.ts';
import { shownValue } from './show-value.ts';
import type { ControlProps } from './text-control.tsx';

export function ChoiceControl({ attribute, form, showing }: ControlProps) {
  const styles = useFormStyles();
  const metadata = useMetadata();
  const { value } = form.field(attribute.name);
  const { record } = showing.words;
  if (attribute.type !== 'choice') return null;
  const options =
    metadata?.metadata.optionSets.find(({ name }) => name === attribute.optionSet)?.options ?? [];
  return (
    <Dropdown
      className={styles.control}
      size="large"
      placeholder={record.choose}
      clearable={!attribute.required}
      value={value === null ? '' : shownValue(attribute, value, showing)}
      selectedOptions={value === null ? [] : [String(value)]}
      onOptionSelect={(_event, { optionValue }) =>
        form.choose(attribute.name, optionValue === undefined ? null : Number(optionValue))
      }
    >
      {options.map((option) => (
        <Option key={option.value} value={String(option.value)}>
          {option.label}
        </Option>
      ))}
    </Dropdown>
  );
}
