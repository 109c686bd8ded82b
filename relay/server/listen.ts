/**
 * The port of a relay: HTTP for /api, WebSocket for devices at /sync.
 *
 * Invariant: a connection becomes a session only after path, origin and subprotocol are right and there is
 * room; everything else is answered and closed before a byte of it is buffered. Query strings are ignored.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { type WebSocket, WebSocketServer } from 'ws';
import { RejoinError } from '../../engine/model/index.ts';
import { SUBPROTOCOL } from '../../engine/protocol/index.ts';
import type { Socket } from '../session/index.ts';
import type { Report } from './log.ts';
import { networkOf } from './network-of.ts';

/** Where devices connect. */
export const SYNC_PATH = '/sync';
const UNSUPPORTED_DATA = 1003;
/** How long a peer may take to answer a close, and to read what was sent before: it holds its place until then. */
const CLOSING = { closeTimeout: 5_000 };
const HEADERS_TIMEOUT_MS = 10_000;
/** An import may take long to arrive. */
const REQUEST_TIMEOUT_MS = 3_600_000;

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Origins of pages that may connect, besides this address. */
  readonly origins: readonly string[];
  readonly maxFrameBytes: number;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Whether one more connection would be taken from the network. */
  hasRoom(network: string): boolean;
  accept(socket: Socket, network: string): void;
  readonly report: Report;
}

export interface Listening {
  readonly host: string;
  /** The real one, where the port asked for was 0. */
  readonly port: number;
  /** `http://host:port` */
  readonly url: string;
  /** Takes no new connections; the open ones stay. */
  refuse(): void;
  /** Waits for connections to end, and ends those that haven't by then. */
  close(timeoutMs: number): Promise<void>;
}

/** Listens. Throws `address-in-use`, or `invalid-configuration` where the address can't be used at all. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: options.maxFrameBytes,
    ...CLOSING,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    getRequestListener(options.fetch, { overrideGlobalObjects: false }),
  );
  const origins = new Set(options.origins);
  server.on('upgrade', (request, duplex, head) => {
    duplex.on('error', () => duplex.destroy());
    const refusal = refusalOf(request, origins, options);
    if (refusal !== undefined) {
      options.report({ event: 'connection-refused', reason: refusal });
      return refuseUpgrade(duplex, refusal);
    }
    sockets.handleUpgrade(request, duplex, head, (socket) =>
      options.accept(adapt(socket, duplex), networkOf(request.socket.remoteAddress)),
    );
  });
  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (error) => reject(addressError(error, options)));
    server.listen(options.port, options.host, () => resolve(server.address() as AddressInfo));
  });
  const url = urlOf(options.host, port);
  for (const own of [url, urlOf('localhost', port)]) origins.add(own);
  options.report({ event: 'listening', host: options.host, port });

  let closed: Promise<void> | undefined;
  const refuse = (): Promise<void> => {
    closed ??= new Promise((resolve) => server.close(() => resolve()));
    return closed;
  };
  return {
    host: options.host,
    port,
    url,
    refuse: () => void refuse(),
    async close(timeoutMs) {
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, timeoutMs);
      await refuse();
      clearTimeout(timer);
    },
  };
}

type UpgradeRefusal = '400 Bad Request' | '403 Forbidden' | '404 Not Found' | '503 Service Unavailable';

function refusalOf(
  { url = '', headers, socket }: IncomingMessage,
  origins: ReadonlySet<string>,
  { hasRoom }: ListenOptions,
): UpgradeRefusal | undefined {
  if (url.split('?', 1)[0] !== SYNC_PATH) return '404 Not Found';
  if (headers.origin !== undefined && !origins.has(headers.origin)) return '403 Forbidden';
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(SUBPROTOCOL)) return '400 Bad Request';
  return hasRoom(networkOf(socket.remoteAddress)) ? undefined : '503 Service Unavailable';
}

function refuseUpgrade(duplex: Duplex, status: UpgradeRefusal): void {
  duplex.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => duplex.destroy());
}

/**
 * A WebSocket as a session sees it: binary messages only. What is sent in one turn leaves in one write,
 * because a batch answers many changes at once and each write is a call into the system.
 */
function adapt(webSocket: WebSocket, duplex: Duplex): Socket {
  let isCorked = false;
  const uncork = (): void => {
    isCorked = false;
    duplex.uncork();
  };
  const socket: Socket = {
    send(bytes) {
      if (!isCorked) {
        isCorked = true;
        duplex.cork();
        setImmediate(uncork);
      }
      webSocket.send(bytes);
    },
    close: (code, reason) => webSocket.close(code, reason),
    get bufferedAmount() {
      return webSocket.bufferedAmount;
    },
    onMessage: undefined,
    onClose: undefined,
  };
  webSocket.on('message', (data, isBinary) => {
    if (!isBinary || !Buffer.isBuffer(data)) return webSocket.close(UNSUPPORTED_DATA, 'binary messages only');
    socket.onMessage?.(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
  webSocket.on('close', () => socket.onClose?.());
  // What is too large or malformed closes by itself; a close event follows every error.
  webSocket.on('error', () => undefined);
  return socket;
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function addressError(error: Error & { code?: string }, { host, port }: ListenOptions): RejoinError {
  if (error.code === 'EADDRINUSE') {
    return new RejoinError('address-in-use', `Port ${port} on ${host} is taken by another program.`, {
      cause: error,
    });
  }
  const what = `host, port: ${host} port ${port} can not be listened on (${error.code ?? error.message}).`;
  return new RejoinError('invalid-configuration', what, { cause: error });
}
