/** The way to every page: a rail at the side, or a bar at the foot of a phone. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowSyncFilled,
  ArrowSyncRegular,
  DraftsFilled,
  DraftsRegular,
  HomeFilled,
  HomeRegular,
  SettingsFilled,
  SettingsRegular,
  TextBulletListSquareFilled,
  TextBulletListSquareRegular,
} from '@fluentui/react-icons';
import { useDrafts } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { hrefOf, type Route, useRoute } from '../route.ts';
import { entityIcon } from './entity-icon.ts';
import { NavItem } from './nav-item.tsx';
import { useEntities } from './use-entities.ts';

const icons = {
  home: { plain: HomeRegular, chosen: HomeFilled },
  records: { plain: TextBulletListSquareRegular, chosen: TextBulletListSquareFilled },
  drafts: { plain: DraftsRegular, chosen: DraftsFilled },
  sync: { plain: ArrowSyncRegular, chosen: ArrowSyncFilled },
  settings: { plain: SettingsRegular, chosen: SettingsFilled },
};

const useStyles = makeStyles({
  nav: { display: 'flex', backgroundColor: tokens.colorNeutralBackground3, flexShrink: 0 },
  rail: {
    flexDirection: 'column',
    width: '64px',
    boxSizing: 'border-box',
    padding: '4px',
    rowGap: '2px',
    overflowY: 'auto',
    scrollbarWidth: 'none',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  bar: {
    flexDirection: 'row',
    paddingInline: tokens.spacingHorizontalXS,
    paddingBlockEnd: 'env(safe-area-inset-bottom)',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  gap: { flexGrow: 1, minHeight: '8px' },
});

export function Navigation({ where }: { readonly where: 'rail' | 'bar' }) {
  const styles = useStyles();
  const { nav } = useWords().shell;
  const route = useRoute();
  const entities = useEntities();
  const drafts = useDrafts();
  const badge = { count: drafts.length, label: nav.draftCount(drafts.length) };
  const isOn = (...pages: Route['page'][]): boolean => pages.includes(route.page);
  const entity = 'entity' in route ? route.entity : undefined;
  const first = entities[0]?.entity.name;
  return (
    <nav className={mergeClasses(styles.nav, styles[where])} aria-label={nav.label}>
      <NavItem
        {...{ where, icon: icons.home, word: nav.home }}
        href={hrefOf({ page: 'home' })}
        isChosen={isOn('home')}
      />
      {where === 'bar' && first !== undefined && (
        <NavItem
          {...{ where, icon: icons.records, word: nav.records }}
          href={hrefOf({ page: 'list', entity: entity ?? first })}
          isChosen={entity !== undefined}
        />
      )}
      {where === 'rail' &&
        entities.map(({ entity: { name, label } }) => (
          <NavItem
            key={name}
            {...{ where, icon: entityIcon(name), word: nav.entity(label || name) }}
            href={hrefOf({ page: 'list', entity: name })}
            isChosen={entity === name}
          />
        ))}
      {where === 'rail' && <span className={styles.gap} />}
      <NavItem
        {...{ where, icon: icons.drafts, word: nav.drafts, badge }}
        href={hrefOf({ page: 'drafts' })}
        isChosen={isOn('drafts', 'draft')}
      />
      <NavItem
        {...{ where, icon: icons.sync, word: nav.syncShort }}
        href={hrefOf({ page: 'sync' })}
        isChosen={isOn('sync')}
      />
      {where === 'rail' && (
        <NavItem
          {...{ where, icon: icons.settings, word: nav.settings }}
          href={hrefOf({ page: 'settings' })}
          isChosen={isOn('settings')}
        />
      )}
    </nav>
  );
}
