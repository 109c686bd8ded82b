/** Serves pages made of texts over 127.0.0.1, as a browser needs them: an origin of their own that may store things. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundleForBrowser } from '../../.ci/check/browser-bundle.ts';

/** What stands at a path. */
export interface Served {
  readonly type: 'text/html' | 'text/javascript';
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const bundles = new Map<string, Promise<string>>();

/** The bundle of a program, made once for all tests of a file. */
function bundleOf(entry: string): Promise<string> {
  const bundle = bundles.get(entry) ?? bundleForBrowser(entry);
  bundles.set(entry, bundle);
  return bundle;
}

export class PageServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Serves these, by path; everything else is not there. */
  static async serve(pages: Readonly<Record<string, Served>>): Promise<PageServer> {
    const server = createServer((request, response) => {
      const page = pages[new URL(request.url ?? '/', 'http://page').pathname];
      if (page === undefined) response.writeHead(404).end();
      else
        response
          .writeHead(200, { ...page.headers, 'content-type': `${page.type}; charset=utf-8` })
          .end(page.text);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PageServer(server);
  }

  /**
   * Serves an empty page at `/` that runs a program, bundled as an app would bundle it; and the same at `/denied`
   * as a page that may not store anything.
   */
  static async serveProgram(entry: string): Promise<PageServer> {
    const text = await bundleOf(entry);
    const html = '<!doctype html><title>A tablet</title><script src="/page.js"></script>';
    const page = { type: 'text/html', text: html } as const;
    return PageServer.serve({
      '/': page,
      '/denied': { ...page, headers: { 'content-security-policy': 'sandbox allow-scripts' } },
      '/page.js': { type: 'text/javascript', text },
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
