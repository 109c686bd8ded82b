/** A real relay on a folder of its own with an organization in it, and the pages of its tablets. */
import type { BrowserContext } from 'playwright-core';
import type { UserId } from '../../engine/model/index.ts';
import { type OpenRelay, openRelay, readConfiguration, SYNC_PATH } from '../../relay/server/index.ts';
import { OrganizationBuilder, ROOT_UNIT, user } from '../world/organization-builder.ts';
import { PageServer } from './page-server.ts';
import type { Stage } from './stage.ts';
import { Tablet } from './tablet.ts';
import type { TabletSettings } from './tablet-page.ts';

const PROGRAM = 'test/browser/tablet-page.ts';
const TOKEN_MS = 3_600_000;

export class TabletOffice {
  readonly pages: PageServer;
  /** Where its devices connect. */
  readonly url: string;
  readonly #relay: OpenRelay;
  readonly #builder: OrganizationBuilder;

  private constructor(parts: {
    pages: PageServer;
    url: string;
    relay: OpenRelay;
    builder: OrganizationBuilder;
  }) {
    this.pages = parts.pages;
    this.url = parts.url;
    this.#relay = parts.relay;
    this.#builder = parts.builder;
  }

  /** An office that is gone after the test. */
  static async open(
    stage: Stage,
    builder = new OrganizationBuilder('harbour').withUser('anna').withUser('ben'),
  ): Promise<TabletOffice> {
    const data = await stage.folder();
    const pages = await stage.use(PageServer.serveProgram(PROGRAM));
    const file = { data: `${data}/relay`, port: 0, logLevel: 'silent', origins: [pages.origin] };
    const relay = await openRelay(readConfiguration({ file }), { ifMissing: 'create', report: () => {} });
    await stage.use({ close: () => relay.stop() });
    const rootUnit = { id: ROOT_UNIT, name: 'Root' };
    const incarnation = '00000000-0009-4000-8000-000000000001';
    const organization = await relay.relay.createOrganization(builder.id, { incarnation, rootUnit });
    if ('code' in organization) throw new Error(organization.reason);
    const { changes, metadata } = builder;
    const configured = await organization.configure({ changes, metadata }, null);
    if (typeof configured !== 'number') throw new Error(configured.reason);
    const { url } = await relay.listen();
    return new TabletOffice({ pages, url: `${url.replace(/^http/, 'ws')}${SYNC_PATH}`, relay, builder });
  }

  /** A page for the user in the context; its device is not open yet. */
  async tablet(
    context: BrowserContext,
    name: string,
    changes: Partial<TabletSettings> = {},
  ): Promise<Tablet> {
    const page = await context.newPage();
    await page.goto(this.pages.origin);
    const { id: organization } = this.#builder;
    const token = await this.#token(user(name));
    return new Tablet(page, { storage: 'field', url: this.url, organization, token, ...changes });
  }

  async #token(userId: UserId): Promise<string> {
    const request = { userId, organization: this.#builder.id, lifetimeMs: TOKEN_MS };
    return (await this.#relay.signToken(request)).token;
  }
}
