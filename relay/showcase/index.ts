/** What `npm start` serves beside the relay: the built pages, and what they ask it. */
export { type Pages, readPages } from './read-pages.ts';
export type { Stage } from './setup.ts';
export { type Showcase, type ShowcaseOptions, showcaseOf } from './showcase.ts';
