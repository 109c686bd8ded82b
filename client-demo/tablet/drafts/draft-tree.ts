/** Drafts under the drafts that they build on. */
import type { DraftHandle } from '../../../engine/index.ts';

export interface DraftBranch {
  readonly draft: DraftHandle;
  /** Those that are retried after it, in that order. */
  readonly dependents: readonly DraftBranch[];
}

/** The drafts that build on none of the others, the oldest first, each with what builds on it. */
export function draftTree(drafts: readonly DraftHandle[]): readonly DraftBranch[] {
  const known = new Set<string>(drafts.map(({ id }) => id));
  const branch = (draft: DraftHandle): DraftBranch => ({
    draft,
    dependents: drafts.filter(({ dependsOn }) => dependsOn === draft.id).map(branch),
  });
  return drafts.filter(({ dependsOn }) => dependsOn === null || !known.has(dependsOn)).map(branch);
}
