/**
 * The seam through which messages travel: the same shape for a real WebSocket, for the relay's end
 * and for the two queues that join a device to a relay in a simulation.
 *
 * Invariant: `onMessage` is called with whole binary messages in order, and never after `onClose`;
 * `onClose` is called once, whichever end closed.
 */
export interface Socket {
  send(bytes: Uint8Array): void;
  close(code?: number, reason?: string): void;
  /** Bytes handed to `send` that have not left yet. */
  readonly bufferedAmount: number;
  onOpen: (() => void) | null;
  onMessage: ((bytes: Uint8Array) => void) | null;
  onClose: ((ended: { readonly code: number; readonly reason: string }) => void) | null;
}

/** Begins to connect; what becomes of it is told by the socket's handlers. */
export type Connect = (url: string) => Socket;
