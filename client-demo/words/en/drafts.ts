/** What was refused, and what can be done with it. */
export const drafts = {};
