/**
 * What an operator asks for at once: changes of the directory, and metadata to be published with them.
 *
 * Invariant: all of it is checked, each change against what those before it leave, before anything is staged.
 */
import type { Metadata, Refusal } from '../../engine/model/index.ts';
import { MAX_METADATA_BYTES } from '../../engine/protocol/index.ts';
import type { Directory, DirectoryChange } from '../../engine/security/index.ts';
import { DirectoryView } from '../directory/index.ts';
import { type PublishedMetadata, retypedAttributes } from './retyped-attributes.ts';

export interface Configuration {
  readonly changes: readonly DirectoryChange[];
  readonly metadata?: Metadata;
}

/** What is asked for, worked out from the configuration that holds at the moment. */
export type ConfigurationPlan = (current: {
  readonly directory: Directory;
  readonly published: PublishedMetadata;
}) => Configuration | Refusal;

/** The directory as the changes leave it, or the first refusal. */
export function tryConfiguration(
  { changes, metadata }: Configuration,
  directory: Directory,
  published: PublishedMetadata,
): DirectoryView | Refusal {
  const view = new DirectoryView(directory);
  for (const change of changes) {
    const refusal = view.check(change);
    if (refusal !== undefined) return refusal;
    view.apply(change);
  }
  return (metadata && refuseMetadata(metadata, published)) ?? view;
}

function refuseMetadata(next: Metadata, published: PublishedMetadata): Refusal | undefined {
  const current = published.metadata?.version ?? 0;
  if (next.version <= current) {
    return { code: 'invalid-metadata', reason: `Version ${current} is published; the next is above it.` };
  }
  if (Buffer.byteLength(JSON.stringify(next)) > MAX_METADATA_BYTES) {
    const most = `${MAX_METADATA_BYTES} bytes as JSON`;
    return { code: 'invalid-metadata', reason: `No device could take it: metadata has at most ${most}.` };
  }
  const [retyped] = retypedAttributes(next, published);
  return retyped && { code: 'invalid-metadata', reason: retyped.message };
}
