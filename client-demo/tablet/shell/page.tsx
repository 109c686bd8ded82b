/** A page that stands alone: a title, and sections below each other in one readable column. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  page: {
    flexGrow: 1,
    minWidth: 0,
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  column: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXL,
    maxWidth: '880px',
    marginInline: 'auto',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
    '@media (max-width: 599px)': { padding: tokens.spacingHorizontalL, rowGap: tokens.spacingVerticalL },
  },
  title: { margin: 0 },
  subtitle: { color: tokens.colorNeutralForeground3, display: 'block' },
  section: {
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    overflow: 'hidden',
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    minHeight: '48px',
    paddingInline: tokens.spacingHorizontalL,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  heading: { margin: 0 },
  padded: { padding: tokens.spacingHorizontalL },
});

interface PageProps {
  readonly title: string;
  readonly subtitle?: string;
  readonly children: ReactNode;
}

export function Page({ title, subtitle, children }: PageProps) {
  const styles = useStyles();
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <div>
          <Text as="h1" block size={700} weight="semibold" className={styles.title}>
            {title}
          </Text>
          {subtitle !== undefined && (
            <Text size={300} className={styles.subtitle}>
              {subtitle}
            </Text>
          )}
        </div>
        {children}
      </div>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  /** What stands at the end of the title. */
  readonly aside?: ReactNode;
  /** Whether what is inside reaches the edges. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

export function Section({ title, aside, isFlush = false, children }: SectionProps) {
  const styles = useStyles();
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.head}>
        <Text as="h2" size={400} weight="semibold" className={styles.heading}>
          {title}
        </Text>
        {aside}
      </div>
      <div className={isFlush ? undefined : styles.padded}>{children}</div>
    </section>
  );
}
