/** What a session reports; never with values or tokens. */
export type SessionEvent =
  | {
      readonly event: 'opened';
      readonly organization: string;
      readonly device: number;
      readonly user: string;
    }
  | { readonly event: 'closed'; readonly code: string }
  /** An exception: a defect, or a store that failed under a read. */
  | { readonly event: 'failed'; readonly reason: string }
  | { readonly event: 'refused'; readonly code: string; readonly number: number };
