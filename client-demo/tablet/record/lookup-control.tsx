/** Another record: found by part of its name among those of this device, or made on the spot. */
import { Button, Combobox, makeStyles, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Lookup, Value } from '../../../engine/index.ts';
import { useDevice } from '../../../engine/react/index.ts';
import { useFormStyles } from './form-styles.ts';
import { LookupMatches, MAKE_NEW } from './lookup-matches.tsx';
import { useMakeNew } from './make-new.ts';
import type { ControlProps } from './text-control.tsx';

const useStyles = makeStyles({
  row: { display: 'flex', columnGap: tokens.spacingHorizontalXS, minWidth: 0 },
  // An input by itself is as wide as twenty letters, and would push its buttons out.
  input: { minWidth: 0 },
  list: { maxHeight: '320px' },
});

export function LookupControl({ attribute, form, showing }: ControlProps) {
  const shared = useFormStyles();
  const styles = useStyles();
  const device = useDevice();
  const MakeNew = useMakeNew();
  const { record: words } = showing.words;
  const [typed, setTyped] = useState<string>();
  const [making, setMaking] = useState<string>();
  const [isOpen, setIsOpen] = useState(false);
  if (attribute.type !== 'lookup') return null;
  const { name, targets, required } = attribute;
  const { value } = form.field(name);
  const chosen = isLookup(value) ? value : undefined;
  const shown = chosen === undefined ? '' : (showing.nameOf(chosen) ?? words.notHere);
  const canOpen = chosen !== undefined && device.metadata?.entity(chosen.entity) !== undefined;

  const choose = (lookup: Lookup | null): void => {
    setTyped(undefined);
    form.choose(name, lookup);
  };
  return (
    <div className={styles.row}>
      <Combobox
        className={shared.control}
        freeform
        input={{ className: styles.input }}
        listbox={{ className: styles.list }}
        size="large"
        autoComplete="off"
        placeholder={words.search}
        value={typed ?? shown}
        selectedOptions={chosen === undefined ? [] : [chosen.id]}
        clearable={!required}
        open={isOpen}
        onOpenChange={(_event, { open }) => setIsOpen(open)}
        onChange={({ target }) => {
          setTyped(target.value);
          // Keyboards on glass tell of no key that would open it.
          setIsOpen(true);
        }}
        onBlur={() => {
          if (typed?.trim() === '' && chosen !== undefined) choose(null);
          else setTyped(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && typed !== undefined) setTyped(undefined);
        }}
        onOptionSelect={(event, { optionValue = '' }) => {
          // Words that name nothing yet: what was chosen stays until something else is.
          if (event.type === 'change') return;
          const [entity = '', id = ''] = optionValue.split('/');
          if (optionValue.startsWith(MAKE_NEW)) setMaking(optionValue.slice(MAKE_NEW.length));
          else choose(optionValue === '' ? null : { entity, id });
        }}
      >
        {targets.map((target) => (
          <LookupMatches
            key={target}
            target={target}
            typed={typed ?? ''}
            isAlone={targets.length === 1}
            canMake={MakeNew !== undefined}
          />
        ))}
      </Combobox>
      {canOpen && (
        <Button
          as="a"
          className={shared.button}
          appearance="subtle"
          icon={<OpenRegular />}
          aria-label={words.open(shown)}
          href={`#/${chosen.entity}/${chosen.id}`}
        />
      )}
      {making !== undefined && MakeNew !== undefined && (
        <MakeNew
          entity={making}
          called={typed ?? ''}
          onEnd={(id) => {
            setMaking(undefined);
            if (id === undefined) setTyped(undefined);
            else choose({ entity: making, id });
          }}
        />
      )}
    </div>
  );
}

function isLookup(value: Value): value is Lookup {
  return typeof value === 'object' && value !== null;
}
