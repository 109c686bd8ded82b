/** The search field of the header. */
import { makeStyles, mergeClasses, SearchBox } from '@fluentui/react-components';
import { useMetadata } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { useRoute } from '../route.ts';
import { useSearch } from './search-context.tsx';
import { useShortcut } from './use-shortcut.ts';

const useStyles = makeStyles({
  form: { flexGrow: 1, minWidth: 0, display: 'flex' },
  field: { minHeight: '44px', width: '100%', minWidth: 0, maxWidth: '480px' },
  whole: { maxWidth: 'none' },
});

interface SearchFieldProps {
  /** Whether it takes the whole width. */
  readonly isWhole: boolean;
}

export function SearchField({ isWhole }: SearchFieldProps) {
  const styles = useStyles();
  const { header } = useWords().shell;
  const { text, setText, field } = useSearch();
  const route = useRoute();
  const metadata = useMetadata();
  const index = 'entity' in route ? metadata?.entity(route.entity) : undefined;
  const label =
    index === undefined ? header.searchAll : header.searchIn(index.entity.label || index.entity.name);
  useShortcut('/', () => field.current?.select());
  return (
    <search className={styles.form}>
      <SearchBox
        className={mergeClasses(styles.field, isWhole && styles.whole)}
        appearance="filled-darker"
        size="large"
        aria-label={label}
        placeholder={label}
        value={text}
        input={{ ref: field, dir: 'auto', enterKeyHint: 'search', autoComplete: 'off', spellCheck: false }}
        dismiss={{ 'aria-label': header.clear }}
        onChange={(_, data) => setText(data.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (text === '') field.current?.blur();
          setText('');
        }}
      />
    </search>
  );
}
