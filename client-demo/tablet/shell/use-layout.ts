/** How much room there is: three layouts, told by the width of the page. */
import { useSyncExternalStore } from 'react';

/**
 * `phone`: one pane and a bar at the foot. `tablet`: a rail, and the list or the record. `wide`: rail, list and
 * record beside each other.
 */
export type Layout = 'phone' | 'tablet' | 'wide';

const wide = matchMedia('(min-width: 960px)');
const tablet = matchMedia('(min-width: 600px)');

export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, layoutNow);
}

function layoutNow(): Layout {
  if (wide.matches) return 'wide';
  return tablet.matches ? 'tablet' : 'phone';
}

function subscribe(tell: () => void): () => void {
  for (const query of [wide, tablet]) query.addEventListener('change', tell);
  return () => {
    for (const query of [wide, tablet]) query.removeEventListener('change', tell);
  };
}
