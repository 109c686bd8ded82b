/** A record that is here and did not open: its storage could not be read. */
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useWords } from '../../words/index.ts';
import { useFormStyles } from './form-styles.ts';

export function RecordFailed({ onTryAgain }: { readonly onTryAgain: () => void }) {
  const { failed, full } = useWords().record;
  const shared = useFormStyles();
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{failed}</MessageBarBody>
      <MessageBarActions>
        <Button className={shared.button} onClick={onTryAgain}>
          {full.tryAgain}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
