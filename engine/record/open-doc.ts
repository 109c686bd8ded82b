/**
 * Opening a Yjs document, and writing to it under one's own client id.
 *
 * Three traps of Yjs are closed here. It draws a random guid and client id per document (slow, and
 * never what is wanted). It swaps the client id for a random one when it applies an update under its
 * own. And a mere viewer that receives concurrent formatting deletes superfluous marks by itself, in
 * a local transaction that nobody made.
 *
 * Invariant: a document reads under the neutral id until its owner writes, and every local
 * transaction runs under the id that its caller names.
 */
import * as Y from 'yjs';
import { RejoinError } from '../model/index.ts';
import { deviceOf, NEUTRAL_CLIENT_ID } from './client-id.ts';

export interface OpenDocOptions {
  /** Names the part; any text, the same for the same part. */
  readonly guid: string;
  /** Off for documents that people edit, on for the relay's. */
  readonly gc: boolean;
  /** One's own id, where nothing will be loaded any more. */
  readonly clientId?: number;
}

/** An empty document, ready to have updates applied. */
export function openDoc({ guid, gc, clientId = NEUTRAL_CLIENT_ID }: OpenDocOptions): Y.Doc {
  const doc = new Y.Doc({ guid, gc });
  doc.clientID = clientId;
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (!transaction.local) transaction._needFormattingCleanup = false;
  });
  return doc;
}

/**
 * Runs `write` as one local transaction under the client id and gives back its result.
 * Sets the id each time, because applying an update under it has Yjs swap it.
 * Throws `internal-error` for an id that no device has, or inside a transaction under another id.
 */
export function localTransact<Result>(
  doc: Y.Doc,
  clientId: number,
  write: (transaction: Y.Transaction) => Result,
  origin: unknown = null,
): Result {
  if (deviceOf(clientId) === undefined) {
    throw new RejoinError('internal-error', `client id ${clientId} belongs to no device`);
  }
  if (doc._transaction !== null && (doc.clientID !== clientId || !doc._transaction.local)) {
    throw new RejoinError('internal-error', 'a transaction under another client id is open');
  }
  doc.clientID = clientId;
  return doc.transact(write, origin);
}
