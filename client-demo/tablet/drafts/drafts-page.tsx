/** What was refused: the list, and one draft. */

/** All drafts of this device. */
export function DraftsPage() {
  return <section />;
}

/** One draft: what was there, what was wanted, what is there now. */
export function DraftPage({ id }: { readonly id: string }) {
  return <section aria-label={id} />;
}
