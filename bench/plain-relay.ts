/**
 * The reference: what the same frames cost where nobody asks who may do what. It decodes a push, applies
 * its updates to Yjs documents, writes them to LevelDB with one synced batch for all that came
 * meanwhile, answers, and sends them to the others.
 *
 * Left out, compared with the relay: inspection, authorization, rows, versions, decisions, the chained log,
 * pages with credit. Kept: WebSocket, decoding, Yjs, group commit, a sync before each answer.
 */
import { createServer } from 'node:http';
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import {
  decodeDeviceMessage,
  type Operation,
  type PushMessage,
  SUBPROTOCOL,
} from '../engine/protocol/index.ts';
import { levelDatabase } from '../relay/store/index.ts';
import { SYNCED } from '../relay/store/level-database.ts';
import type { RelayRequest } from './relay-process.ts';
import { type Usage, usageOf } from './usage.ts';

interface Peer {
  pages: number;
  send(frame: Uint8Array): void;
}

interface Pending {
  readonly from: Peer;
  readonly push: PushMessage;
}

class PlainRelay {
  readonly peers = new Set<Peer>();
  readonly #db: ReturnType<typeof levelDatabase>;
  readonly #docs = new Map<string, Y.Doc>();
  #pending: Pending[] = [];
  #isWriting = false;
  #sequence = 0;

  constructor(db: ReturnType<typeof levelDatabase>) {
    this.#db = db;
  }

  receive(from: Peer, frame: Uint8Array): void {
    const decoded = decodeDeviceMessage(frame);
    if (!decoded.ok || decoded.message.type !== 'push') return;
    for (const { doc, update } of updatesOf(decoded.message.operations))
      Y.applyUpdate(this.#doc(doc), update);
    this.#pending.push({ from, push: decoded.message });
    if (!this.#isWriting && this.#pending.length === 1) queueMicrotask(() => void this.#write());
  }

  #doc(name: string): Y.Doc {
    let doc = this.#docs.get(name);
    if (doc === undefined) {
      doc = new Y.Doc({ guid: name });
      this.#docs.set(name, doc);
    }
    return doc;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0);
      const first = this.#sequence + 1;
      this.#sequence += batch.length;
      const puts = batch.flatMap(({ push }, at) =>
        updatesOf(push.operations).map(({ doc, update }) => ({
          type: 'put' as const,
          key: `${doc}/${(first + at).toString(16).padStart(12, '0')}`,
          value: update,
        })),
      );
      await this.#db.batch(puts, SYNCED);
      for (const [at, change] of batch.entries()) this.#answer(change, first + at);
    }
    this.#isWriting = false;
  }

  #answer({ from, push }: Pending, sequence: number): void {
    from.send(frameOf(67, push.number, sequence));
    for (const { update } of updatesOf(push.operations)) {
      for (const peer of this.peers)
        if (peer !== from) peer.send(frameOf(66, ++peer.pages, sequence, update));
    }
  }
}

function updatesOf(
  operations: readonly Operation[],
): { readonly doc: string; readonly update: Uint8Array }[] {
  return operations.flatMap((operation) =>
    operation.kind === 'create' || operation.kind === 'update'
      ? operation.parts.map(({ part, update }) => ({ doc: `${operation.id}/${part}`, update }))
      : [],
  );
}

function frameOf(type: number, number: number, sequence: number, bytes?: Uint8Array): Uint8Array {
  const encoder = createEncoder();
  for (const value of [type, number, sequence]) writeVarUint(encoder, value);
  if (bytes !== undefined) writeVarUint8Array(encoder, bytes);
  return toUint8Array(encoder);
}

async function main(folder: string): Promise<void> {
  const db = levelDatabase(folder);
  await db.open();
  const relay = new PlainRelay(db);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  const server = createServer();
  server.on('upgrade', (request, duplex, head) =>
    sockets.handleUpgrade(request, duplex, head, (socket) => {
      const peer: Peer = { pages: 0, send: (frame) => socket.send(frame) };
      relay.peers.add(peer);
      socket.on('message', (data) => Buffer.isBuffer(data) && relay.receive(peer, data));
      socket.on('close', () => relay.peers.delete(peer));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  process.on('message', async (request: RelayRequest) => {
    if (request.kind === 'usage') process.send?.(usageOf(request.collect) satisfies Usage);
    if (request.kind !== 'stop') return;
    for (const socket of sockets.clients) socket.terminate();
    server.close();
    await db.close();
    process.send?.({});
    process.disconnect();
  });
  process.send?.({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` });
}

// The parent is gone without a word: nobody measures any more.
process.on('disconnect', () => process.exit());
const [folder] = process.argv.slice(2);
if (process.send !== undefined && folder !== undefined) await main(folder);
