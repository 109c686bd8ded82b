/**
 * A line of the terminal client as the command that it means.
 *
 * Words are split at spaces, quotes keep them together. `name=text` is a text, `name:=json` any value,
 * `name=@entity/id` a lookup, `name=` nothing. A line that begins with `{` is the command as JSON.
 * Pure; invariant: a line is understood whole or refused with `invalid-argument`.
 */
import { z } from 'zod';
import {
  asId,
  isUuid,
  type RecordId,
  RejoinError,
  type Value,
  type Values,
} from '../../engine/model/index.ts';

const uuid = z.string().refine(isUuid, { message: 'must be a UUID' });
const record = { entity: z.string().min(1), id: uuid };
const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ entity: z.string(), id: z.string() }),
]);
const values = z.record(z.string(), value);
const position = z.coerce.number().int().min(0);

const deleteSchema = z.strictObject({ do: z.literal('delete'), ...record });
const setSchema = z.strictObject({ do: z.literal('set'), ...record, values });
const createSchema = z.strictObject({
  do: z.literal('create'),
  entity: z.string().min(1),
  id: uuid.optional(),
  values,
});

const commandSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('list'),
    entity: z.string().min(1),
    where: values.default({}),
    limit: z.coerce.number().int().min(1).default(50),
  }),
  z.strictObject({ do: z.literal('show'), ...record }),
  z.strictObject({ do: z.literal('open'), ...record }),
  z.strictObject({ do: z.literal('close'), ...record }),
  setSchema,
  createSchema,
  deleteSchema,
  z.strictObject({
    do: z.literal('transact'),
    edits: z
      .array(z.discriminatedUnion('do', [setSchema, createSchema, deleteSchema]))
      .min(1)
      .max(1_000),
  }),
  z.strictObject({ do: z.literal('assign'), ...record, owner: uuid }),
  z.strictObject({ do: z.literal('state'), ...record, state: z.enum(['active', 'inactive']) }),
  z.strictObject({
    do: z.literal('text'),
    ...record,
    attribute: z.string().min(1),
    at: position.optional(),
    remove: position.default(0),
    insert: z.string().default(''),
  }),
  z.strictObject({ do: z.literal('offline') }),
  z.strictObject({ do: z.literal('online') }),
  z.strictObject({ do: z.literal('sync') }),
  z.strictObject({ do: z.literal('status') }),
  z.strictObject({ do: z.literal('drafts') }),
  z.strictObject({ do: z.literal('retry'), draft: uuid, without: z.array(z.string()).default([]) }),
  z.strictObject({ do: z.literal('discard'), draft: uuid }),
  z.strictObject({ do: z.literal('edit'), draft: uuid, values }),
  z.strictObject({ do: z.literal('help') }),
  z.strictObject({ do: z.literal('quit') }),
]);

export type DeviceCommand = z.infer<typeof commandSchema>;
type Verb = DeviceCommand['do'];

/** How each command is written. */
export const FORMS: Readonly<Record<Verb, string>> = {
  list: 'list <entity> [name=text | name:=json …] [limit=<number>]',
  show: 'show <entity> <id>',
  open: 'open <entity> <id>               prints what changes in it from here on',
  close: 'close <entity> <id>',
  set: 'set <entity> <id> name=text | name:=json | name=@entity/id …',
  create: 'create <entity> name=text …',
  delete: 'delete <entity> <id>',
  transact: '{"do":"transact","edits":[…]}     several of create, set and delete, in JSON, as one change',
  assign: 'assign <entity> <id> <owner id>',
  state: 'state <entity> <id> active|inactive',
  text: 'text <entity> <id> <attribute> [insert <at> <text> | remove <at> <length> | append <text>]',
  offline: 'offline',
  online: 'online',
  sync: 'sync                             waits until everything is exchanged',
  status: 'status',
  drafts: 'drafts',
  retry: 'retry <draft> [without <attribute> …]',
  discard: 'discard <draft>',
  edit: 'edit <draft> name=text …',
  help: 'help',
  quit: 'quit',
};

/** The command of a line; undefined for an empty one and for a comment (`#`). */
export function parseLine(line: string): DeviceCommand | undefined {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return undefined;
  const given = trimmed.startsWith('{') ? fromJson(trimmed) : fromWords(wordsOf(trimmed));
  const parsed = commandSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const verb = 'do' in given ? String(given.do) : '';
  const form = Object.hasOwn(FORMS, verb) ? FORMS[verb as Verb].replace(/ {2,}.*/, '') : 'one of help';
  const [issue] = parsed.error.issues;
  const where =
    issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  throw new RejoinError('invalid-argument', `Not understood${where}. The form is: ${form}`);
}

/** The id in a parsed command; its schema has checked it. */
export function recordId(id: string): RecordId {
  return asId(id);
}

function fromJson(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    throw new RejoinError('invalid-argument', 'The line begins like JSON and is none.');
  }
}

function fromWords(words: readonly string[]): object {
  const [verb = '', entity, id, ...rest] = words;
  const draft = { do: verb, draft: entity };
  switch (verb) {
    case 'list': {
      const { limit, ...where } = valuesOf(words.slice(2));
      return { do: verb, entity, where, ...(limit !== undefined && { limit }) };
    }
    case 'create':
      return { do: verb, entity, values: valuesOf(words.slice(2)) };
    case 'set':
      return { do: verb, entity, id, values: valuesOf(rest) };
    case 'assign':
      return { do: verb, entity, id, owner: rest[0], ...extra(rest.slice(1)) };
    case 'state':
      return { do: verb, entity, id, state: rest[0], ...extra(rest.slice(1)) };
    case 'text':
      return { do: verb, entity, id, attribute: rest[0], ...textEdit(rest.slice(1)) };
    case 'edit':
      return { ...draft, values: valuesOf(words.slice(2)) };
    case 'retry':
      return { ...draft, ...(id === 'without' ? { without: rest } : extra(words.slice(2))) };
    case 'discard':
      return { ...draft, ...extra(words.slice(2)) };
    case 'show':
    case 'open':
    case 'close':
    case 'delete':
      return { do: verb, entity, id, ...extra(rest) };
    default:
      return { do: verb, ...extra(words.slice(1)) };
  }
}

function textEdit([verb, first, second, ...more]: readonly string[]): object {
  if (verb === undefined) return {};
  if (verb === 'append') return { insert: first ?? '', ...extra(second === undefined ? [] : [second]) };
  if (verb === 'insert') return { at: first, insert: second ?? '', ...extra(more) };
  if (verb === 'remove') return { at: first, remove: second, ...extra(more) };
  return extra([verb]);
}

/** Words that nothing wants make the command unknown to its schema. */
function extra(words: readonly string[]): object {
  return words.length === 0 ? {} : { [`"${words[0]}"`]: true };
}

function valuesOf(words: readonly string[]): Record<string, Value> {
  return Object.fromEntries(words.map(assignment));
}

function assignment(word: string): readonly [string, Value] {
  const [, name, colon, text = ''] = /^([a-z][a-z0-9_]*)(:?)=(.*)$/s.exec(word) ?? [];
  if (name === undefined) throw new RejoinError('invalid-argument', `${word} is no name=value.`);
  if (colon === ':') return [name, jsonValue(name, text)];
  const [, entity, id] = /^@([a-z][a-z0-9_]*)\/([0-9a-f-]{36})$/.exec(text) ?? [];
  if (entity !== undefined && id !== undefined) return [name, { entity, id }];
  return [name, text === '' ? null : text];
}

function jsonValue(name: string, text: string): Value {
  try {
    const parsed = value.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // The refusal below says it.
  }
  throw new RejoinError(
    'invalid-argument',
    `${name}:= takes a JSON text, number, true, false, null or lookup.`,
  );
}

/** The words of a line; quotes keep spaces, a backslash takes the next character as it is. */
export function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '\\' && quote !== "'" && at + 1 < line.length) {
      at += 1;
      const next = line.charAt(at);
      word = (word ?? '') + (next === 'n' && quote !== undefined ? '\n' : next);
    } else if (character === quote) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) throw new RejoinError('invalid-argument', 'A quote is not closed.');
  if (word !== undefined) words.push(word);
  return words;
}

/** Values as one line of text, for people. */
export function valuesText(shown: Values): string {
  return Object.entries(shown)
    .map(([name, one]) => `${name}=${typeof one === 'string' ? one : JSON.stringify(one)}`)
    .join('  ');
}
