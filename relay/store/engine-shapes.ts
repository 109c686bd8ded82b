/** Shapes of `engine/record` and `engine/security` that the log holds, in one place. */

export interface Placeholder {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly origin: { readonly client: number; readonly clock: number } | null;
  readonly rightOrigin: { readonly client: number; readonly clock: number } | null;
  readonly root: string;
  /** The refused change's number. */
  readonly number: number;
  readonly isText: boolean;
}

export type CarryMap = readonly {
  readonly number: number;
  readonly root: string;
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly deletes: readonly { readonly client: number; readonly clock: number; readonly length: number }[];
}[];
