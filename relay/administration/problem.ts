/** What is wrong with a file that someone handed in: where, and what to do. Never the value itself. */

export interface Problem {
  /** The place: `roles[2].privileges.account`, or `line 4, column 7` where the file is no JSON. */
  readonly path: string;
  readonly message: string;
}

/** The most problems that one answer names; more help nobody. */
export const MAX_PROBLEMS = 100;
const MAX_TEXT = 300;

export type Outcome<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A failed outcome with at most 100 problems, none of them long. */
export function failed(problems: readonly Problem[]): {
  readonly ok: false;
  readonly problems: readonly Problem[];
} {
  const short = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ path, message }) => ({ path: path.slice(0, MAX_TEXT), message: message.slice(0, MAX_TEXT) }));
  return { ok: false, problems: short };
}
