/**
 * A connection as a session sees it: whole binary messages in both directions. The WebSocket server
 * wraps its sockets so, and the simulation joins two of them by queues.
 */
export interface Socket {
  send(bytes: Uint8Array): void;
  /** Closes after what was sent; `code` is a WebSocket close code. */
  close(code: number, reason: string): void;
  /** Bytes given to `send` that have not left yet. */
  readonly bufferedAmount: number;
  /** Set by the session; called once per message received, in order. */
  onMessage: ((bytes: Uint8Array) => void) | undefined;
  /** Set by the session; called once, whoever closed. */
  onClose: (() => void) | undefined;
}
