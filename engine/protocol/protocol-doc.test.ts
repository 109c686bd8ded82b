/**
 * `docs/protocol.md` says what the code does: each message's fields in wire order, and its worked
 * example, byte for byte. `npx vitest run engine/protocol -u` writes the examples anew.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type AnnotatedBytes, annotateMessage } from './annotate-bytes.fixture.ts';
import { type DeviceMessage, deviceMessages } from './device-messages.ts';
import { decodeDeviceMessage, decodeRelayMessage, encodeDeviceMessage, encodeRelayMessage } from './frame.ts';
import { deviceExamples, relayExamples } from './protocol-doc-examples.fixture.ts';
import { type RelayMessage, relayMessages } from './relay-messages.ts';

const path = fileURLToPath(new URL('../../docs/protocol.md', import.meta.url));
const page = readFileSync(path, 'utf8');
const definitions = [...deviceMessages, ...relayMessages];
const examples = [
  ...deviceExamples.map((message) => ({ message, frame: encodeDeviceMessage(message) })),
  ...relayExamples.map((message) => ({ message, frame: encodeRelayMessage(message) })),
].map((example) => ({ ...example, definition: definitionOf(example.frame) }));

describe('docs/protocol.md', () => {
  it('shows the bytes that the code writes', async () => {
    let rendered = page;
    for (const { message, frame, definition } of examples) {
      const block = blockOf(definition, message);
      expect(bytesIn(block)).toBe(Buffer.from(frame).toString('hex'));
      rendered = rendered.replace(
        new RegExp(
          `(^### \`${definition.name}\` \\(${definition.type}\\).*?\n\`\`\`text\n).*?(\`\`\`\n)`,
          'ms',
        ),
        (_, before: string, after: string) => `${before}${block}${after}`,
      );
    }
    await expect(rendered).toMatchFileSnapshot(path);
  });

  it.each(definitions.map((definition) => [definition.name, definition.type, definition] as const))(
    'has a section, the fields in wire order and an example of %s (%i)',
    (_name, _type, definition) => {
      const section = sectionOf(definition);
      const documented = [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
      expect(documented).toEqual(Object.keys(definition.fields));
    },
  );

  it.each(examples.map((example) => [example.definition.name, example.definition.type, example] as const))(
    'shows bytes that decode as the example of %s (%i)',
    (_name, _type, { message, definition }) => {
      const block = /```text\n(.*?)```/s.exec(sectionOf(definition))?.[1] ?? '';
      const frame = Uint8Array.from(Buffer.from(bytesIn(block), 'hex'));
      const ofDevice = deviceMessages.some(({ type }) => type === definition.type);
      const decoded = ofDevice ? decodeDeviceMessage(frame) : decodeRelayMessage(frame);
      expect(decoded).toEqual({ ok: true, message });
    },
  );

  it('has no example too few', () => {
    expect(examples.map(({ definition }) => definition)).toEqual(definitions);
  });
});

const HEX_COLUMN = 48;
const TEXT_COLUMN = 70;

/** By the number in front: a message of the same name may go the other way. */
function definitionOf(frame: Uint8Array): (typeof definitions)[number] {
  const definition = definitions.find(({ type }) => type === frame[0]);
  if (definition === undefined) throw new Error(`no message ${frame[0]}`);
  return definition;
}

function sectionOf({ name, type }: (typeof definitions)[number]): string {
  const start = page.indexOf(`### \`${name}\` (${type})`);
  const end = page.indexOf('\n##', start + 1);
  return start < 0 ? '' : page.slice(start, end < 0 ? undefined : end);
}

/** The bytes of a message: hexadecimal to the left, what it says to the right. */
function blockOf(definition: (typeof definitions)[number], message: DeviceMessage | RelayMessage): string {
  return annotateMessage(definition, message).flatMap(linesOf).join('');
}

function linesOf({ bytes, says, depth }: AnnotatedBytes): string[] {
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const left = hex.match(new RegExp(`.{1,${HEX_COLUMN}}`, 'g')) ?? [];
  const right = says.match(new RegExp(`.{1,${TEXT_COLUMN}}`, 'g')) ?? [];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const line = `${(left[at] ?? '').trim().padEnd(HEX_COLUMN)}| ${'  '.repeat(depth)}${right[at] ?? ''}`;
    return `${line.trimEnd()}\n`;
  });
}

function bytesIn(block: string): string {
  return block
    .split('\n')
    .map((line) => line.slice(0, HEX_COLUMN).replaceAll(' ', ''))
    .join('');
}
