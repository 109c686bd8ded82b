/** Who is who in an organization, as the relay keeps it. */
export { DirectoryView } from './directory-view.ts';
