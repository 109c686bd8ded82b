/** Yes or no: taken at once. */
import { Switch } from '@fluentui/react-components';
import { useFormStyles } from './form-styles.ts';
import type { ControlProps } from './text-control.tsx';

export function SwitchControl({ attribute, form, showing }: ControlProps) {
  const styles = useFormStyles();
  const { value } = form.field(attribute.name);
  const { yes, no } = showing.words.record;
  return (
    <Switch
      className={styles.button}
      checked={value === true}
      label={value === true ? yes : no}
      onChange={(_event, { checked }) => form.choose(attribute.name, checked)}
    />
  );
}
