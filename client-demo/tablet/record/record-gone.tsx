/**
 * Stands where a record stood that has left the device while it was open, or that is not here.
 *
 * Invariant: it never says more of the record than that; what its user was typing stays, to be copied.
 */

import { Button, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useWords } from '../../words/index.ts';
import { PageHeading, PartHeading } from '../heading.tsx';
import { useFormStyles } from './form-styles.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXXL,
    maxWidth: '560px',
  },
  typed: { margin: 0 },
  text: { margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
});

/** Something that was typed and is in no record. */
export interface TypedText {
  readonly label: string;
  readonly text: string;
}

export function RecordGone({
  title,
  message,
  listHref,
  typed = [],
  drafts = [],
}: {
  readonly title: string;
  readonly message: string;
  readonly listHref: string;
  readonly typed?: readonly TypedText[];
  /** Those that hold what was not sent of it. */
  readonly drafts?: readonly { readonly id: string }[];
}) {
  const styles = useStyles();
  const shared = useFormStyles();
  const { gone } = useWords().record;
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(typed.map(({ label, text }) => `${label}: ${text}`).join('\n'));
    setIsCopied(true);
  };
  return (
    <section className={styles.page} aria-live="assertive">
      <PageHeading>{title}</PageHeading>
      <Text block>{message}</Text>
      {typed.length > 0 && (
        <>
          <PartHeading>{gone.typed}</PartHeading>
          <dl className={styles.typed}>
            {typed.map(({ label, text }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd className={styles.text} dir="auto">
                  {text}
                </dd>
              </div>
            ))}
          </dl>
          <Button className={shared.button} icon={<CopyRegular />} onClick={() => void copy()}>
            {isCopied ? gone.copied : gone.copy}
          </Button>
        </>
      )}
      {drafts.length > 0 && (
        <Link href={drafts.length === 1 ? `#/drafts/${drafts[0]?.id}` : '#/drafts'}>{gone.toDrafts}</Link>
      )}
      <Link href={listHref}>{gone.toList}</Link>
    </section>
  );
}
