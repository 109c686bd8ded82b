/** A form that creates a record: nothing is made before *Create*. */

import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import type { RecordId } from '../../../engine/index.ts';
import { useDevice, useMetadata } from '../../../engine/react/index.ts';
import { PageHeading } from '../heading.tsx';
import { useFormStyles } from './form-styles.ts';
import { MakeNewProvider } from './make-new.ts';
import { NewRecordDialog } from './new-record-dialog.tsx';
import { NewRecordFields } from './new-record-fields.tsx';
import { RecordGone } from './record-gone.tsx';
import { entityLabel } from './show-value.ts';
import { StorageFull } from './storage-full.tsx';
import { useNewRecord } from './use-new-record.ts';
import { useShowing } from './use-showing.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXXL,
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalL },
  },
  actions: { display: 'flex', columnGap: tokens.spacingHorizontalS },
});

export function NewRecordPage({ entity }: { readonly entity: string }) {
  return (
    <MakeNewProvider value={NewRecordDialog}>
      <NewOne key={entity} entity={entity} />
    </MakeNewProvider>
  );
}

function NewOne({ entity }: { readonly entity: string }) {
  const styles = useStyles();
  const shared = useFormStyles();
  const device = useDevice();
  const index = useMetadata()?.entity(entity);
  const showing = useShowing();
  const { record: words } = showing.words;
  const making = useNewRecord(entity, {});
  if (index === undefined) {
    return <RecordGone title={words.gone.absentTitle} message={words.gone.absent} listHref="#/" />;
  }
  const title = words.newTitle(entityLabel(index));
  const may = device.may('create', entity);
  const open = (id: RecordId | undefined): void => {
    if (id !== undefined) location.hash = `#/${entity}/${id}`;
  };
  return (
    <article className={styles.page} aria-label={title}>
      <PageHeading>{title}</PageHeading>
      {making.isUnsaved && <StorageFull onTryAgain={() => void making.create().then(open)} />}
      {may.allowed ? (
        <>
          <NewRecordFields {...{ index, showing }} form={making.form} />
          <div className={styles.actions}>
            <Button
              appearance="primary"
              className={shared.button}
              onClick={() => void making.create().then(open)}
            >
              {words.create}
            </Button>
            <Button as="a" className={shared.button} href={`#/${entity}`}>
              {words.cancel}
            </Button>
          </div>
        </>
      ) : (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            {words.mayNotCreate(entityLabel(index))} {words.may.reasons[may.code]}
          </MessageBarBody>
        </MessageBar>
      )}
    </article>
  );
}
