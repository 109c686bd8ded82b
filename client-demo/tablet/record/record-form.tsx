/** The form of a record, made of its entity's metadata: two columns where there is room, or one. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { Attribute, Conflict, EntityIndex, May } from '../../../engine/index.ts';
import { type FieldSurroundings, FormField } from './form-field.tsx';

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalL,
    alignItems: 'start',
    '@media (min-width: 1024px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  },
});

export interface RecordFormProps extends FieldSurroundings {
  readonly index: EntityIndex;
  /** Whether the attribute may be read: the form has no place for others. */
  readonly mayRead: (attribute: Attribute) => boolean;
  readonly mayWrite: (attribute: Attribute) => May;
  readonly conflicts: readonly Conflict[];
}

export function RecordForm({ index, mayRead, mayWrite, conflicts, ...surroundings }: RecordFormProps) {
  const styles = useStyles();
  return (
    <div className={styles.form}>
      {fieldsOf(index, mayRead).map((attribute) => (
        <FormField
          key={attribute.name}
          {...surroundings}
          attribute={attribute}
          mayWrite={mayWrite(attribute)}
          conflict={conflicts.find((one) => one.attribute === attribute.name)}
        />
      ))}
    </div>
  );
}

/** The attributes that a form shows, memos last: they take its whole width. */
export function fieldsOf(
  index: EntityIndex,
  mayRead: (attribute: Attribute) => boolean,
): readonly Attribute[] {
  const shown = index.entity.attributes.filter(mayRead);
  const isMemo = ({ type }: Attribute): boolean => type === 'memo';
  return [...shown.filter((attribute) => !isMemo(attribute)), ...shown.filter(isMemo)];
}
