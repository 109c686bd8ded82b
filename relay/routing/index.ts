/** Which records go to which sessions, and in which form. */
export { LogTail } from './log-tail.ts';
export { isMember } from './membership.ts';
export { type FeedSource, type FeedStart, type PageContent, PageFeed } from './page-feed.ts';
export { ScopeView } from './scope-view.ts';
export { ScopeWork } from './scope-work.ts';
