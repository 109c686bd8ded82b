/** Whether two tablets show the same: by digests of the records that both hold. */

export type Identity =
  /** One of them is not open, or holds nothing yet. */
  | { readonly state: 'waiting' }
  | { readonly state: 'identical'; readonly records: number }
  | { readonly state: 'different'; readonly records: number };

export type Checksums = ReadonlyMap<string, string>;

/** What the checksums of both come to. */
export function identityOf(left: Checksums, right: Checksums): Identity {
  let common = 0;
  let different = 0;
  for (const [key, digest] of left) {
    const other = right.get(key);
    if (other === undefined) continue;
    common += 1;
    if (other !== digest) different += 1;
  }
  if (common === 0) return { state: 'waiting' };
  if (different > 0) return { state: 'different', records: different };
  return { state: 'identical', records: common };
}
