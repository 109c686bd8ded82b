/**
 * A client's end of a connection, as cheap as it can be: whole frames in and out, those of one turn in
 * one write, so that what is measured is the server.
 */
import type { Socket as NetSocket } from 'node:net';
import { WebSocket } from 'ws';

export interface Wire {
  /** Called for each frame that comes. */
  onFrame: (frame: Uint8Array) => void;
  /** Called once when the connection ends, however. */
  onEnd: (reason: string) => void;
  send(frame: Uint8Array): void;
  close(): void;
}

/** Connects; resolves when frames can be sent. */
export function openWire(url: string, subprotocol: string): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(`${url.replace('http', 'ws')}/sync`, subprotocol, {
      perMessageDeflate: false,
      maxPayload: 64 * 2 ** 20,
    });
    let socket: NetSocket | undefined;
    let isCorked = false;
    const wire: Wire = {
      onFrame: () => {},
      onEnd: () => {},
      send(frame) {
        if (!isCorked) {
          isCorked = true;
          socket?.cork();
          process.nextTick(() => {
            isCorked = false;
            socket?.uncork();
          });
        }
        webSocket.send(frame);
      },
      close: () => webSocket.terminate(),
    };
    webSocket.on('upgrade', (response) => {
      socket = response.socket;
    });
    webSocket.on('open', () => resolve(wire));
    webSocket.on('message', (data) => {
      if (Buffer.isBuffer(data)) wire.onFrame(data);
    });
    webSocket.on('error', reject);
    webSocket.on('close', (code, reason) => wire.onEnd(`${code} ${reason.toString()}`));
  });
}
