/**
 * The bytes of a message with what each says, for `docs/protocol.md`.
 *
 * Written from that page's table of encodings and apart from the encoders, so that the two check each
 * other: the test compares these bytes with those that the message's own encoder writes.
 */
import type { MessageDefinition } from './define-message.ts';
import type { ObjectShape, Shape } from './shape.ts';

/** Some bytes and what they say; `depth` is how far inside lists and objects they stand. */
export interface AnnotatedBytes {
  readonly bytes: readonly number[];
  readonly says: string;
  readonly depth: number;
}

/** Takes the message apart, field by field. */
export function annotateMessage(
  definition: Pick<MessageDefinition<string, Record<never, never>>, 'type' | 'members'>,
  message: object,
): readonly AnnotatedBytes[] {
  return [
    { bytes: varuint(definition.type), says: `type ${definition.type}`, depth: 0 },
    ...objectBytes(definition.members.shape, message, 0),
  ];
}

function objectBytes(fields: ObjectShape, value: object, depth: number): AnnotatedBytes[] {
  const members = new Map<string, unknown>(Object.entries(value));
  return Object.entries(fields).flatMap(([name, shape]) => fieldBytes(name, shape, members.get(name), depth));
}

function fieldBytes(name: string, shape: Shape, value: unknown, depth: number): AnnotatedBytes[] {
  const line = (bytes: readonly number[], says: unknown): AnnotatedBytes => ({
    bytes,
    says: `${name}: ${says}`,
    depth,
  });
  switch (shape.kind) {
    case 'uint':
      return [line(varuint(Number(value)), value)];
    case 'boolean':
      return [line([value === true ? 1 : 0], value)];
    case 'enumeration':
      return [line([shape.names.indexOf(String(value))], value)];
    case 'text':
      return [line(textBytes(String(value)), value)];
    case 'bytes': {
      const bytes = value instanceof Uint8Array ? [...value] : [];
      const length = shape.minBytes === shape.maxBytes ? [] : varuint(bytes.length);
      return [line([...length, ...bytes], `${bytes.length} bytes`)];
    }
    case 'uuid':
      if (!shape.orEmpty) return [line(uuidBytes(String(value)), value)];
      return value === '' ? [line([0], 'none')] : [line([1, ...uuidBytes(String(value))], value)];
    case 'optional':
    case 'nullable': {
      if (value === undefined || value === null) return [line([0], 'none')];
      return [line([1], 'present'), ...fieldBytes(name, shape.of, value, depth)];
    }
    case 'list': {
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      return [
        line(varuint(items.length), items.length === 1 ? '1 item' : `${items.length} items`),
        ...items.flatMap((item) => fieldBytes('-', shape.of, item, depth + 1)),
      ];
    }
    case 'object':
      return objectBytes(shape.fields, Object(value), depth + (name === '-' ? 0 : 1));
    case 'union': {
      const variant = String(new Map(Object.entries(Object(value))).get(shape.tag));
      return [
        { bytes: [Object.keys(shape.variants).indexOf(variant)], says: `${shape.tag}: ${variant}`, depth },
        ...objectBytes(shape.variants[variant] ?? {}, Object(value), depth),
      ];
    }
    case 'json':
      return [line(textBytes(JSON.stringify(value)), JSON.stringify(value))];
    case 'values': {
      const entries = Object.entries(Object(value));
      return [
        line(varuint(entries.length), entries.length === 1 ? '1 value' : `${entries.length} values`),
        ...entries.map(([attribute, member]) => ({
          bytes: [...textBytes(attribute), ...plainBytes(member)],
          says: `${attribute}: ${JSON.stringify(member)}`,
          depth: depth + 1,
        })),
      ];
    }
    case 'system-columns':
      return systemBytes(new Map(Object.entries(Object(value))), depth + 1);
  }
}

function plainBytes(value: unknown): number[] {
  if (value === null) return [0];
  if (typeof value === 'boolean') return [value ? 2 : 1];
  if (typeof value === 'number') return value < 0 ? [4, ...varuint(-value)] : [3, ...varuint(value)];
  if (typeof value === 'string') return [5, ...textBytes(value)];
  const lookup = new Map(Object.entries(Object(value)));
  return [6, ...textBytes(String(lookup.get('entity'))), ...uuidBytes(String(lookup.get('id')))];
}

function systemBytes(system: ReadonlyMap<string, unknown>, depth: number): AnnotatedBytes[] {
  const has = (column: string) => system.get(column) !== null;
  const flags =
    (has('ownerid') ? 1 : 0) +
    (has('owningbusinessunit') ? 2 : 0) +
    (system.get('statecode') === 'inactive' ? 4 : 0);
  const number = (column: string) => varuint(Number(system.get(column)));
  const id = (column: string) => uuidBytes(String(system.get(column)));
  const columns: [string, number[]][] = [
    ['versionnumber', number('versionnumber')],
    ['createdon', number('createdon')],
    ['createdby', id('createdby')],
    ['modifiedon', number('modifiedon')],
    ['modifiedby', id('modifiedby')],
  ];
  if (has('ownerid')) columns.push(['ownerid', id('ownerid')]);
  if (has('owningbusinessunit')) columns.push(['owningbusinessunit', id('owningbusinessunit')]);
  return [
    { bytes: [flags], says: `system: flags ${flags}, ${system.get('statecode')}`, depth: depth - 1 },
    ...columns.map(([column, bytes]) => ({ bytes, says: `${column}: ${system.get(column)}`, depth })),
  ];
}

function varuint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

function textBytes(text: string): number[] {
  const bytes = [...new TextEncoder().encode(text)];
  return [...varuint(bytes.length), ...bytes];
}

function uuidBytes(uuid: string): number[] {
  return (uuid.replaceAll('-', '').match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
}
