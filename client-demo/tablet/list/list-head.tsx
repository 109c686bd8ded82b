/** The head of a list: what it holds, how much of it, its order, and the way to a new record. */
import {
  Button,
  Dropdown,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Option,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { AddRegular, ArrowSortRegular } from '@fluentui/react-icons';
import type { EntityIndex } from '../../../engine/index.ts';
import { useWords } from '../../words/index.ts';
import { go } from '../route.ts';
import { useEntities } from '../shell/use-entities.ts';
import { type ListOrder, listOrders } from './list-order.ts';

const useStyles = makeStyles({
  head: {
    paddingInlineStart: tokens.spacingHorizontalL,
    paddingInlineEnd: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  line: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  title: { flexGrow: 1, margin: 0, minWidth: 0 },
  kinds: { flexGrow: 1, minWidth: 0, minHeight: '44px', marginInlineStart: '-10px' },
  button: { minHeight: '44px', minWidth: '44px' },
  item: { minHeight: '44px', alignItems: 'center' },
  count: { color: tokens.colorNeutralForeground3, display: 'block' },
  bar: { marginBlockStart: tokens.spacingVerticalXS },
});

interface ListHeadProps {
  readonly index: EntityIndex;
  /** Says how many there are. */
  readonly count: string;
  readonly order: ListOrder;
  readonly onOrder: (order: ListOrder) => void;
  /** What creates a record; absent where this user may not. */
  readonly onCreate: (() => void) | undefined;
  /** Whether the kinds of records are chosen here, because no rail has them. */
  readonly hasKinds: boolean;
  /** How much of the download is here, from 0 to 1. */
  readonly share: number;
}

export function ListHead({ index, count, order, onOrder, onCreate, hasKinds, share }: ListHeadProps) {
  const styles = useStyles();
  const { list, shell } = useWords();
  const label = index.entity.label || index.entity.name;
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        {hasKinds ? (
          <KindPicker index={index} />
        ) : (
          <Text as="h1" size={500} weight="semibold" className={styles.title}>
            {list.title(label)}
          </Text>
        )}
        <Menu checkedValues={{ order: [order] }}>
          <MenuTrigger disableButtonEnhancement>
            <Button
              className={styles.button}
              appearance="subtle"
              icon={<ArrowSortRegular />}
              aria-label={`${list.sort}: ${list[order]}`}
              title={list.sortedBy(list[order])}
            />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {listOrders.map((one) => (
                <MenuItemRadio
                  key={one}
                  className={styles.item}
                  name="order"
                  value={one}
                  onClick={() => onOrder(one)}
                >
                  {list[one]}
                </MenuItemRadio>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
        {onCreate !== undefined && (
          <Button
            className={styles.button}
            appearance="primary"
            icon={<AddRegular />}
            aria-label={list.create(label)}
            onClick={onCreate}
          >
            {list.createShort}
          </Button>
        )}
      </div>
      <Text size={200} className={styles.count} role="status">
        {share < 1 ? shell.download.rest(shell.percent(share)) : count}
      </Text>
      {share < 1 && <ProgressBar className={styles.bar} value={share} aria-label={shell.download.overall} />}
    </header>
  );
}

function KindPicker({ index }: { readonly index: EntityIndex }) {
  const styles = useStyles();
  const { list } = useWords();
  const entities = useEntities();
  const title = list.title(index.entity.label || index.entity.name);
  return (
    <Dropdown
      className={styles.kinds}
      appearance="filled-lighter"
      size="large"
      aria-label={list.chooseEntity}
      value={title}
      selectedOptions={[index.entity.name]}
      onOptionSelect={(_, { optionValue }) => {
        if (optionValue !== undefined) go({ page: 'list', entity: optionValue });
      }}
    >
      {entities.map(({ entity: { name, label } }) => (
        <Option key={name} value={name} className={styles.item}>
          {list.title(label || name)}
        </Option>
      ))}
    </Dropdown>
  );
}
