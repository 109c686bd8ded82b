/**
 * Importing a folder of CSV files that lies on the relay's machine; the operator key is the key of that
 * machine.
 *
 * The answer is lines of JSON: how far it is, every refused row, and last the report or the refusal. Invariant:
 * an import goes on to its end when nobody listens any more; progress is left out rather than queued, and for
 * refused rows the import waits until they are taken.
 */
import { isAbsolute } from 'node:path';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { RejoinError } from '../../engine/model/index.ts';
import { folderSource, type ImportOptions, importFolder, parseMapping } from '../administration/index.ts';
import type { OpenOrganization } from '../session/index.ts';
import { jsonBody, refusalSchema } from './answer.ts';
import { organizationPath } from './entry-schemas.ts';
import { findOrganization, findUser } from './find-entry.ts';
import type { ApiHost } from './host.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { parsed } from './solution.ts';

const start = createRoute({
  method: 'post',
  path: '/organizations/{organization}/import',
  summary: 'Imports CSV files; importing the same files again changes nothing',
  request: {
    params: organizationPath,
    body: jsonBody(
      z.strictObject({
        folder: z.string().min(1).max(4_096).refine(isAbsolute, { message: 'an absolute path' }),
        mapping: z.record(z.string(), z.unknown()),
        by: z.string().min(1).max(200).openapi({ description: 'The user who stands as author.' }),
      }),
    ),
  },
  responses: {
    // Lines have no schema of their own in OpenAPI.
    200: {
      description:
        'application/x-ndjson: {"progress"} and {"refused"} any number of times, and last {"report"} or a refusal.',
    },
    default: { description: 'Refused.', content: { 'application/json': { schema: refusalSchema } } },
  },
});

export function importApi(host: ApiHost): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid });
  api.openapi(start, (context) => {
    const organization = findOrganization(host, context.req.valid('param').organization);
    const { folder, mapping, by } = context.req.valid('json');
    const options = {
      source: folderSource(folder),
      mapping: parsed(parseMapping(JSON.stringify(mapping)), 'invalid-file').mapping,
      by: findUser(organization.directory.directory, by).id,
    };
    const onFailure = (error: unknown) =>
      host.onFailure({ method: context.req.method, path: context.req.path, error });
    return new Response(linesOf(organization, options, onFailure), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
  });
  return api;
}

function linesOf(
  organization: OpenOrganization,
  options: Omit<ImportOptions, 'onProgress' | 'refusals'>,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isHeard = true;
  let wake = (): void => undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (line: object): void => {
        if (isHeard) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      const onProgress: ImportOptions['onProgress'] = (progress) => {
        if ((controller.desiredSize ?? 0) > 0) say({ progress });
      };
      const refusals: ImportOptions['refusals'] = {
        take: (refused) => say({ refused }),
        async ready() {
          while (isHeard && (controller.desiredSize ?? 0) <= 0) await new Promise<void>((go) => (wake = go));
        },
      };
      void importFolder(organization, { ...options, onProgress, refusals })
        .then((outcome) => say({ report: parsed(outcome, 'invalid-file').report }))
        .catch((error: unknown) => say(refusalOf(error, onFailure)))
        .finally(() => {
          if (isHeard) controller.close();
        });
    },
    pull: () => wake(),
    cancel() {
      isHeard = false;
      wake();
    },
  });
}

function refusalOf(error: unknown, onFailure: (error: unknown) => void): object {
  if (error instanceof RejoinError && error.code !== 'internal-error') {
    return { code: error.code, reason: error.message };
  }
  onFailure(error);
  return { code: 'internal-error', reason: 'The relay has a defect; see its log.' };
}
