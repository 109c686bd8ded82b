/**
 * Where in the tablet somebody is, as the address says it: hash routes, so that every page can be linked to, and
 * going back is the browser's.
 *
 * Invariant: whatever the address holds is some page; what names none is the home page.
 */
import { useSyncExternalStore } from 'react';
import { asId, type RecordId } from '../../engine/index.ts';

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'list'; readonly entity: string }
  | { readonly page: 'record'; readonly entity: string; readonly id: RecordId }
  | { readonly page: 'new'; readonly entity: string }
  | { readonly page: 'drafts' }
  | { readonly page: 'draft'; readonly id: string }
  | { readonly page: 'sync' }
  | { readonly page: 'settings' };

/** The part of the address behind an entity that stands for a record that is not there yet. */
const NEW = 'new';

/** The page that a hash names. */
export function parseRoute(hash: string): Route {
  const [first = '', second = '', ...more] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decoded);
  if (first === '' || more.length > 0) return { page: 'home' };
  if (first === 'drafts') return second === '' ? { page: 'drafts' } : { page: 'draft', id: second };
  if (first === 'sync' || first === 'settings') return { page: first };
  if (second === '') return { page: 'list', entity: first };
  return second === NEW
    ? { page: 'new', entity: first }
    : { page: 'record', entity: first, id: asId<RecordId>(second) };
}

/** The address of a page. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'list':
      return `#/${route.entity}`;
    case 'record':
      return `#/${route.entity}/${route.id}`;
    case 'new':
      return `#/${route.entity}/${NEW}`;
    case 'draft':
      return `#/drafts/${route.id}`;
    default:
      return `#/${route.page}`;
  }
}

/** Goes to a page. */
export function go(route: Route): void {
  location.hash = hrefOf(route);
}

/** The page that the address names now. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return parseRoute(hash);
}

function subscribe(tell: () => void): () => void {
  addEventListener('hashchange', tell);
  return () => removeEventListener('hashchange', tell);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
