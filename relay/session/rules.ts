/**
 * Directory and metadata of an organization while it is served: as they are staged, by which changes are judged, and
 * as they are durable, of which alone anybody is told.
 *
 * Invariant: nobody is told of rights or metadata that a failing disk could take back.
 */
import {
  indexMetadata,
  type MetadataIndex,
  type SequenceNumber,
  type UserId,
} from '../../engine/model/index.ts';
import { DirectoryView } from '../directory/index.ts';
import { ScopeView } from '../routing/index.ts';
import type { RelayStore } from '../store/index.ts';

export interface Rules {
  readonly directory: DirectoryView;
  /** Undefined before the first were published. */
  readonly metadata: MetadataIndex | undefined;
}

export class RulesInForce {
  #durable: Rules;
  /** With the last sequence number of the entries that made them, oldest first. */
  #staged: { readonly rules: Rules; readonly sequence: SequenceNumber }[] = [];
  readonly #views = new Map<UserId, ScopeView | undefined>();

  /** Those of the store, in which nothing is staged. */
  constructor({ durable }: RelayStore) {
    const metadata = durable.metadata();
    this.#durable = {
      directory: new DirectoryView(durable.directory()),
      metadata: metadata && indexMetadata(metadata),
    };
  }

  get durable(): Rules {
    return this.#durable;
  }
  get staged(): Rules {
    return this.#staged.at(-1)?.rules ?? this.#durable;
  }

  /** These are staged, by entries up to this one. */
  stage(rules: Rules, sequence: SequenceNumber): void {
    this.#staged.push({ rules, sequence });
  }

  /** What was staged up to this sequence number is durable. */
  settle(sequence: SequenceNumber): void {
    const settled = this.#staged.filter((staged) => staged.sequence <= sequence).at(-1);
    if (settled === undefined) return;
    this.#staged = this.#staged.filter((staged) => staged.sequence > sequence);
    this.#durable = settled.rules;
    this.#views.clear();
  }

  /** What the user sees; undefined for who is unknown or disabled, or before metadata was published. */
  view(userId: UserId): ScopeView | undefined {
    if (this.#views.has(userId)) return this.#views.get(userId);
    const { directory, metadata } = this.#durable;
    const principal = directory.principal(userId);
    const view = principal && metadata && new ScopeView(principal, metadata);
    this.#views.set(userId, view);
    return view;
  }
}
