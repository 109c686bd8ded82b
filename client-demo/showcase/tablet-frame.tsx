/** One tablet in a frame, as large as there is room for, with a ring where the play does something. */
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { TabletHandle } from '../tablet/handle.ts';
import { useWords } from '../words/index.ts';
import type { Point } from './play/tablet-hands.ts';
import type { Side } from './setup.ts';
import type { StageLayout } from './stage-layout.ts';

/** The window of a tablet. */
export type TabletWindow = Window & { readonly tablet?: TabletHandle };
export type FrameWindows = Readonly<Record<Side, () => TabletWindow | undefined>>;

const useStyles = makeStyles({
  // A frame in a tab is as large as the tab.
  room: { position: 'relative', width: '100%', height: '100%' },
  tablet: {
    position: 'relative',
    overflow: 'hidden',
    boxSizing: 'content-box',
    border: `8px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: '20px',
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
  },
  frame: { border: 'none', display: 'block', transformOrigin: '0 0' },
  full: { width: '100%', height: '100%' },
  ring: {
    position: 'absolute',
    pointerEvents: 'none',
    boxSizing: 'border-box',
    border: `3px solid ${tokens.colorPaletteMarigoldBorderActive}`,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow16,
    transitionProperty: 'inset-inline-start, inset-block-start, width, height',
    transitionDuration: tokens.durationNormal,
    '@media (prefers-reduced-motion: reduce)': { transitionDuration: '0s' },
  },
  alone: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    minHeight: '44px',
  },
});

export interface TabletFrameProps {
  readonly side: Side;
  readonly user: string;
  readonly layout: StageLayout;
  readonly point: Point | undefined;
  readonly onFrame: (frame: HTMLIFrameElement | null) => void;
}

export function TabletFrame({ side, user, layout, point, onFrame }: TabletFrameProps) {
  const styles = useStyles();
  const { showcase } = useWords();
  // The first user of a tablet stands in its address; it changes users itself.
  const [address] = useState(() => `/tablet?${new URLSearchParams({ name: side, user })}`);
  const isBeside = layout.kind === 'side-by-side';
  const scale = isBeside ? layout.scale : 1;
  const room = isBeside ? { width: layout.width * scale, height: layout.height * scale } : undefined;
  return (
    <div className={isBeside ? undefined : styles.room}>
      <div className={isBeside ? styles.tablet : styles.room} style={room}>
        <iframe
          ref={onFrame}
          className={styles.frame}
          title={showcase[side]}
          src={address}
          style={
            isBeside
              ? { width: layout.width, height: layout.height, transform: `scale(${scale})` }
              : { width: '100%', height: '100%' }
          }
        />
        {point !== undefined && point.side === side && (
          <div
            className={styles.ring}
            style={{
              insetInlineStart: point.rect.x * scale - 4,
              insetBlockStart: point.rect.y * scale - 4,
              width: point.rect.width * scale + 8,
              height: point.rect.height * scale + 8,
            }}
          />
        )}
      </div>
      {isBeside && (
        <Link className={styles.alone} href={address} target="_blank">
          <OpenRegular aria-hidden="true" />
          {showcase.openAlone}
        </Link>
      )}
    </div>
  );
}
