/** Headings of pages, in their place among each other. */
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  heading: { margin: 0, overflowWrap: 'anywhere' },
  page: { fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700 },
});

/** What a page is about: one on each page. */
export function PageHeading({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <Text as="h1" block weight="semibold" dir="auto" className={mergeClasses(styles.heading, styles.page)}>
      {children}
    </Text>
  );
}

/** What a part of a page is about. */
export function PartHeading({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <Text as="h2" block weight="semibold" size={400} className={styles.heading}>
      {children}
    </Text>
  );
}
