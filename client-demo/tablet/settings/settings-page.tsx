/** Settings of this tablet: look, keys, what the browser keeps, and what is kept of people. */
import { Field, makeStyles, Radio, RadioGroup, Switch, Text, tokens } from '@fluentui/react-components';
import { useWords } from '../../words/index.ts';
import { themes, usePreferences } from '../session/preferences.tsx';
import { useTabletState, useTabletUser } from '../session/session-context.tsx';
import { Page, Section } from '../shell/page.tsx';
import { OnDevice } from './on-device.tsx';
import { ShortcutList } from './shortcuts-dialog.tsx';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  choice: { minHeight: '44px', alignItems: 'center' },
  lines: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalL,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    margin: 0,
  },
  fact: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

export function SettingsPage() {
  const styles = useStyles();
  const { settings } = useWords();
  return (
    <Page title={settings.title}>
      <Look />
      <Keys />
      <OnDevice />
      <Section title={settings.privacy.title}>
        <ul className={styles.lines}>
          {settings.privacy.lines.map((line) => (
            <li key={line}>
              <Text>{line}</Text>
            </li>
          ))}
        </ul>
      </Section>
      <About />
    </Page>
  );
}

function Look() {
  const styles = useStyles();
  const { look } = useWords().settings;
  const { theme, setTheme } = usePreferences();
  return (
    <Section title={look.title}>
      <Field label={look.theme}>
        <RadioGroup
          layout="horizontal"
          value={theme}
          onChange={(_, { value }) => setTheme(themes.find((one) => one === value) ?? 'system')}
        >
          {themes.map((one) => (
            <Radio key={one} className={styles.choice} value={one} label={look[one]} />
          ))}
        </RadioGroup>
      </Field>
    </Section>
  );
}

function Keys() {
  const styles = useStyles();
  const { keys } = useWords().settings;
  const { hasSingleKeys, setSingleKeys } = usePreferences();
  return (
    <Section title={keys.title}>
      <div className={styles.stack}>
        <Field hint={keys.singleHint}>
          <Switch
            className={styles.choice}
            label={keys.single}
            checked={hasSingleKeys}
            onChange={(_, { checked }) => setSingleKeys(checked)}
          />
        </Field>
        {hasSingleKeys && <ShortcutList />}
      </div>
    </Section>
  );
}

function About() {
  const styles = useStyles();
  const { about } = useWords().settings;
  const { setup } = useTabletState();
  const user = useTabletUser();
  const facts = [
    [about.user, user === undefined ? '' : `${user.name} · ${user.title}`],
    [about.organization, setup?.organization ?? ''],
  ] as const;
  return (
    <Section title={about.title}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
    </Section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.fact}>{name}</dt>
      <dd className={styles.value} dir="auto">
        {value}
      </dd>
    </>
  );
}
