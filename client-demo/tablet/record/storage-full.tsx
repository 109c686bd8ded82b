/** The device could not store an edit: what was typed is in the page, and nowhere else. */
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useWords } from '../../words/index.ts';
import { useFormStyles } from './form-styles.ts';

export function StorageFull({ onTryAgain }: { readonly onTryAgain: () => void }) {
  const { full } = useWords().record;
  const shared = useFormStyles();
  return (
    <MessageBar intent="error" politeness="assertive" layout="multiline">
      <MessageBarBody>{full.message}</MessageBarBody>
      <MessageBarActions>
        <Button className={shared.button} onClick={onTryAgain}>
          {full.tryAgain}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
