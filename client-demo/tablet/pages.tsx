/** The page that the address names, beside its list where there is room for both. */
import { Button, DrawerBody, makeStyles, OverlayDrawer, tokens } from '@fluentui/react-components';
import {
  ArrowLeftRegular,
  DocumentRegular,
  PanelLeftExpandRegular,
  QuestionCircleRegular,
} from '@fluentui/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import type { EntityIndex } from '../../engine/index.ts';
import { useMetadata } from '../../engine/react/index.ts';
import { useWords } from '../words/index.ts';
import { DraftPage, DraftsPage } from './drafts/drafts-page.tsx';
import { HomePage } from './home/home-page.tsx';
import { useRecentRecords } from './home/recent-context.tsx';
import { EntityList } from './list/entity-list.tsx';
import { NewRecordPage, RecordPage } from './record/record-page.tsx';
import { go, type Route, useRoute } from './route.ts';
import { SettingsPage } from './settings/settings-page.tsx';
import { EmptyState } from './shell/empty-state.tsx';
import type { Layout } from './shell/use-layout.ts';
import { useShortcut } from './shell/use-shortcut.ts';
import { SyncPage } from './sync/sync-page.tsx';

const useStyles = makeStyles({
  beside: {
    display: 'flex',
    width: '320px',
    flexShrink: 0,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  pane: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  scroll: { flexGrow: 1, minHeight: 0, overflowY: 'auto', overflowX: 'hidden' },
  way: {
    display: 'flex',
    alignItems: 'center',
    paddingInline: tokens.spacingHorizontalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  button: { minHeight: '44px' },
  drawer: { width: '320px' },
  drawerBody: { display: 'flex', padding: 0 },
});

/** What belongs to an entity: its list, or one record. */
type EntityRoute = Extract<Route, { readonly entity: string }>;

export function Pages({ layout }: { readonly layout: Layout }) {
  const route = useRoute();
  const { shell } = useWords();
  const metadata = useMetadata();
  switch (route.page) {
    case 'home':
      return <HomePage />;
    case 'drafts':
      return (
        <Pane key="drafts">
          <DraftsPage />
        </Pane>
      );
    case 'draft':
      return (
        <Pane key={route.id}>
          <DraftPage id={route.id} />
        </Pane>
      );
    case 'sync':
      return <SyncPage />;
    case 'settings':
      return <SettingsPage />;
    default: {
      const index = metadata?.entity(route.entity);
      if (index !== undefined) return <EntityPages {...{ layout, route, index }} />;
      return (
        <EmptyState icon={QuestionCircleRegular} title={shell.notFound.title} hint={shell.notFound.message}>
          <Button onClick={() => go({ page: 'home' })}>{shell.notFound.home}</Button>
        </EmptyState>
      );
    }
  }
}

interface EntityPagesProps {
  readonly layout: Layout;
  readonly route: EntityRoute;
  readonly index: EntityIndex;
}

function EntityPages({ layout, route, index }: EntityPagesProps) {
  const styles = useStyles();
  const { list } = useWords();
  const { entity } = route;
  const records = <EntityList key={entity} index={index} hasKinds={layout === 'phone'} />;
  if (layout !== 'wide') {
    return route.page === 'list' ? records : <OneRecord {...{ layout, route, index }} />;
  }
  return (
    <>
      <div className={styles.beside}>{records}</div>
      {route.page === 'list' ? (
        <div className={styles.pane}>
          <EmptyState icon={DocumentRegular} title={list.choose} hint={list.chooseHint} />
        </div>
      ) : (
        <OneRecord {...{ layout, route, index }} />
      )}
    </>
  );
}

function OneRecord({ layout, route, index }: EntityPagesProps) {
  const { entity } = route;
  const recent = useRecentRecords();
  const id = route.page === 'record' ? route.id : undefined;
  useEffect(() => {
    if (id !== undefined) recent.note({ entity, id });
  }, [recent, entity, id]);
  useShortcut('Escape', () => go({ page: 'list', entity }));
  return (
    <Pane key={id ?? 'new'} way={layout === 'wide' ? undefined : <WayToList {...{ layout, route, index }} />}>
      {id === undefined ? <NewRecordPage entity={entity} /> : <RecordPage entity={entity} id={id} />}
    </Pane>
  );
}

/** Back to the list, or the list over the record. */
function WayToList({ layout, route, index }: EntityPagesProps) {
  const styles = useStyles();
  const { list } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { entity } = route;
  const title = list.title(index.entity.label || entity);
  return (
    <div className={styles.way}>
      <Button
        className={styles.button}
        appearance="subtle"
        icon={<ArrowLeftRegular />}
        onClick={() => go({ page: 'list', entity })}
      >
        {title}
      </Button>
      {layout === 'tablet' && (
        <>
          <Button
            className={styles.button}
            appearance="subtle"
            icon={<PanelLeftExpandRegular />}
            aria-label={list.open}
            title={list.open}
            onClick={() => setOpen(true)}
          />
          <OverlayDrawer
            className={styles.drawer}
            open={isOpen}
            aria-label={title}
            onOpenChange={(_, { open }) => setOpen(open)}
          >
            <DrawerBody className={styles.drawerBody}>
              <EntityList key={entity} index={index} hasKinds={false} />
            </DrawerBody>
          </OverlayDrawer>
        </>
      )}
    </div>
  );
}

interface PaneProps {
  /** What stands above it and does not scroll. */
  readonly way?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page that scrolls by itself. */
function Pane({ way, children }: PaneProps) {
  const styles = useStyles();
  return (
    <div className={styles.pane}>
      {way}
      <div className={styles.scroll}>{children}</div>
    </div>
  );
}
