/** Serves pages made of texts over 127.0.0.1, as a browser needs them: an origin of their own that may store things. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BundleOptions, bundleForBrowser } from '../../.ci/check/browser-bundle.ts';

/** What stands at a path. */
export interface Served {
  readonly type: 'text/html' | 'text/javascript';
  readonly text: string;
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
      else response.writeHead(200, { 'content-type': `${page.type}; charset=utf-8` }).end(page.text);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PageServer(server);
  }

  /** Serves an empty page at `/` that runs a program, bundled as an app would bundle it. */
  static async serveProgram(entry: string, options: BundleOptions = {}): Promise<PageServer> {
    const text = await bundleForBrowser(entry, options);
    return PageServer.serve({
      '/': {
        type: 'text/html',
        text: '<!doctype html><title>A tablet</title><script src="/page.js"></script>',
      },
      '/page.js': { type: 'text/javascript', text },
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
