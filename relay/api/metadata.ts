/** Metadata of an organization: what is published, and publishing the next version. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { type Metadata, RejoinError } from '../../engine/model/index.ts';
import { parseMetadata } from '../../engine/model/parse-metadata.ts';
import { answers, jsonBody, orThrow } from './answer.ts';
import { organizationPath } from './entry-schemas.ts';
import { findOrganization } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';

/** The places of an invalid file that one answer names. */
const MAX_NAMED = 5;
const metadataBody = z.record(z.string(), z.unknown()).openapi('Metadata', {
  description: 'Entities, option sets and relationships, as docs/metadata says.',
});
const get = createRoute({
  method: 'get',
  path: '/organizations/{organization}/metadata',
  summary: 'The published metadata',
  request: { params: organizationPath },
  responses: answers(metadataBody, 'The metadata.'),
});
const publish = createRoute({
  method: 'put',
  path: '/organizations/{organization}/metadata',
  summary: 'Publishes metadata; without a version it becomes the next one',
  request: { params: organizationPath, body: jsonBody(metadataBody) },
  responses: answers(z.object({ version: z.int(), sequence: z.int() }), 'It is published.'),
});

export function metadataApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });

  api.openapi(get, (context) => {
    const { metadata } = findOrganization(host, context.req.valid('param').organization);
    if (metadata === undefined) throw new RejoinError('not-provisioned', 'No metadata is published yet.');
    return context.json({ ...metadata.metadata }, 200);
  });

  api.openapi(publish, async (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const made = { version: 0 };
    const sequence = orThrow(
      await organization.configure(({ published }) => {
        const next = (published.metadata?.version ?? 0) + 1;
        const metadata = readMetadata({ version: next, ...context.req.valid('json') });
        made.version = metadata.version;
        return { changes: [], metadata };
      }, null),
    );
    return context.json({ version: made.version, sequence }, 200);
  });

  return api;
}

/** Throws `invalid-metadata`, naming the first of the places. */
function readMetadata(input: unknown): Metadata {
  const parsed = parseMetadata(input);
  if (parsed.ok) return parsed.metadata;
  const named = parsed.problems.slice(0, MAX_NAMED).map(({ path, message }) => `${path}: ${message}`);
  throw new RejoinError('invalid-metadata', named.join('; '));
}
