/**
 * The terminal client: lines in, results and events out, one command after the other.
 *
 * Invariant: a result is printed when what it says is stored; a failed command changes nothing and the
 * session goes on. When it ends, everything that was typed is stored.
 */
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { type Device, openDevice, type SyncMode, type SyncStatus } from '../../engine/device/index.ts';
import { type OrganizationId, RejoinError } from '../../engine/model/index.ts';
import { DeviceActions } from './device-actions.ts';
import { parseLine, valuesText } from './device-line.ts';
import { statusText } from './device-texts.ts';
import type { Output, Terminal } from './terminal.ts';

export interface DeviceSessionOptions {
  readonly terminal: Terminal;
  readonly output: Output;
  readonly folder: string;
  readonly url: string;
  readonly organization: OrganizationId;
  readonly app: string;
  readonly sync: SyncMode;
  readonly syncTimeoutMs: number;
  token(): Promise<string>;
}

/** Runs until `quit`, the end of the input or a signal. Resolves with how many commands failed. */
export async function runDevice(options: DeviceSessionOptions): Promise<number> {
  const { terminal, output, folder, url, organization, app, sync, token, syncTimeoutMs } = options;
  const device = await openDevice({ storage: folder, url, organization, app, sync, token, WebSocket });
  const actions = new DeviceActions(device, {
    syncTimeoutMs,
    onRecord: (entity, id, row) => {
      const text = row === undefined ? 'is gone' : valuesText(row.values);
      output.progress({ event: 'record', entity, id, record: row ?? null }, `· ${entity} ${id} ${text}`);
    },
  });
  const unsubscribe = followStatus(device, output);
  const lines = createInterface({ input: terminal.stdin, terminal: false });
  void terminal.untilStopped().then(() => lines.close());
  output.result(
    { event: 'opened', folder, organization, app, url },
    `Device ${folder}; help lists the commands.`,
  );
  let failures = 0;
  try {
    for await (const line of lines) {
      const outcome = await runLine(line, actions, output);
      if (outcome === 'quit') break;
      if (outcome === 'failed') failures += 1;
    }
  } finally {
    lines.close();
    unsubscribe();
    await actions.close();
    await device.close();
  }
  output.result({ event: 'closed', failed: failures }, 'Closed.');
  return failures;
}

async function runLine(
  line: string,
  actions: DeviceActions,
  output: Output,
): Promise<'done' | 'failed' | 'quit'> {
  let name = '';
  try {
    const command = parseLine(line);
    if (command === undefined) return 'done';
    if (command.do === 'quit') return 'quit';
    name = command.do;
    const { data, text } = await actions.perform(command);
    output.result({ event: 'result', do: name, ok: true, ...data }, text);
    return 'done';
  } catch (error) {
    if (!(error instanceof RejoinError)) throw error;
    const { code, message: reason } = error;
    output.result({ event: 'result', do: name, ok: false, code, reason }, `${code}: ${reason}`);
    return 'failed';
  }
}

function followStatus(device: Device, output: Output): () => void {
  let before: SyncStatus | undefined;
  return device.subscribe((status) => {
    const isNews = before?.state !== status.state || before.drafts !== status.drafts;
    before = status;
    output.progress({ event: 'status', status }, isNews ? `· ${statusText(status)}` : undefined);
  });
}
