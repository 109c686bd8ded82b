/** How much room the tablets have: side by side as large as fits, upright or lying, or one at a time. */
import { useEffect, useState } from 'react';

/** Side by side, or one at a time behind tabs. */
export type StageLayout =
  | { readonly kind: 'tabs' }
  | {
      readonly kind: 'side-by-side';
      readonly width: number;
      readonly height: number;
      /** How much smaller than it is a tablet is shown. */
      readonly scale: number;
    };

const UPRIGHT = { width: 768, height: 1_024 } as const;
const LYING = { width: 1_024, height: 768 } as const;
/** What stands between, beside and above the tablets. */
const PANEL_WIDTH = 300;
const GAPS = 80;
const ABOVE = 190;
/** Smaller than that nothing can be read. */
const SMALLEST = 0.42;

/** The layout for a window of that size. */
export function stageLayout(width: number, height: number): StageLayout {
  const roomWidth = (width - PANEL_WIDTH - GAPS) / 2;
  const roomHeight = height - ABOVE;
  const [best] = [UPRIGHT, LYING]
    .map((size) => ({
      ...size,
      scale: Math.min(1, roomWidth / size.width, roomHeight / size.height),
    }))
    .sort((a, b) => b.scale - a.scale);
  if (best === undefined || best.scale < SMALLEST) return { kind: 'tabs' };
  return { kind: 'side-by-side', ...best };
}

/** The layout for the window as it is. */
export function useStageLayout(): StageLayout {
  const [layout, setLayout] = useState(() => stageLayout(innerWidth, innerHeight));
  useEffect(() => {
    const measure = (): void => setLayout(stageLayout(innerWidth, innerHeight));
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  return layout;
}
