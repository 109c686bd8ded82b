/**
 * A relay on this machine with the sample organization and the pages of its tablets: what `npm start` runs.
 *
 * Invariant: the data folder stays. The sample is made where the folder has none, and completed where its
 * making was interrupted; what people did since is left alone until `--fresh`.
 */
import { RejoinError } from '../../engine/model/index.ts';
import {
  type Configuration,
  type OpenRelay,
  openRelay,
  readRunning,
  reportTo,
  SYNC_PATH,
} from '../server/index.ts';
import { type Pages, readPages, type Showcase, showcaseOf } from '../showcase/index.ts';
import { type Call, handled } from './call.ts';
import { runOn } from './program.ts';
import { isAlive } from './reach-relay.ts';
import { beginAnew, openSample, SAMPLE, sampleStage } from './sample-folder.ts';
import type { Terminal } from './terminal.ts';

const DEFAULT_DATA = './data/relay';
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/;

interface SampleFlags {
  readonly port?: string;
  readonly logLevel?: string;
  readonly fresh?: true;
}

/**
 * @param words the arguments behind `npm start --`
 * @param pages the folder of the built pages
 */
export function runSampleRelay(words: readonly string[], terminal: Terminal, pages: string): Promise<number> {
  return runOn(words, terminal, (program) => {
    program
      .name('npm start --')
      .description('Two tablets and a relay on this machine, with a sample organization; its data stays.')
      .option('--port <number>', 'the port; 8787 where absent, 0 for any that is free')
      .option('--fresh', 'begins anew: what was done in the sample is removed')
      .option('--log-level <level>', 'silent, error, warn, info or debug; warn where absent');
    handled<SampleFlags>(terminal, program, async (call) => serveSample(call, await readPages(pages)));
  });
}

async function serveSample(call: Call<SampleFlags>, pages: Pages): Promise<void> {
  const { port, logLevel = 'warn', fresh } = call.options;
  const configuration = await call.configuration({ logLevel, ...(port !== undefined && { port }) });
  await refuseUnfit(configuration);
  const report = reportTo(call.terminal.stderr, configuration.logLevel);
  if (fresh === true) await beginAnew(configuration, report);
  const opened = await openRelay(configuration, { ifMissing: 'create', report });
  let showcase: Showcase | undefined;
  try {
    const organization = await openSample(opened);
    showcase = showcaseOf({
      ...{ organization, pages, stage: sampleStage, syncPath: SYNC_PATH, signToken: opened.signToken },
    });
    const { url, port: taken } = await opened.listen(showcase.answer);
    const facts = { url, port: taken, data: configuration.data, organization: SAMPLE };
    call.output.result(facts, guide(opened, url));
    await call.terminal.untilStopped();
  } finally {
    showcase?.end();
    await opened.stop();
  }
}

/** Where the page must not be served, or is already. */
async function refuseUnfit({ host, data }: Configuration): Promise<void> {
  if (!LOOPBACK.test(host)) {
    const what = `host: the sample signs in whoever opens its page, so it is not for ${host}; serve others with rejoin relay.`;
    throw new RejoinError('invalid-configuration', what);
  }
  const running = await readRunning(data);
  if (running !== undefined && (await isAlive(running))) {
    throw new RejoinError('data-folder-locked', `It runs already at ${running.url} with ${data}.`);
  }
}

/** What to do next, with commands that can be copied. */
function guide({ folder }: OpenRelay, url: string): string {
  const data = folder.path === DEFAULT_DATA ? '' : ` --data ${JSON.stringify(folder.path)}`;
  const { left } = sampleStage;
  return `${url}

Open it: two tablets and the relay between them. One tablet alone: ${url}/tablet
What is done stays in ${folder.path}; npm start -- --fresh begins anew. Ctrl-C stops it.

For operators and apps of your own, in another terminal:
  npx rejoin user list${data}
  npx rejoin audit${data}
  npx rejoin why${data} --user "${sampleStage.right}" --record ${sampleStage.guarded.entity}/${sampleStage.guarded.id} --may write
  npx rejoin token${data} --user "${left}"  # for ${url.replace(/^http/, 'ws')}${SYNC_PATH}
  npx rejoin device ./data/ana${data} --user "${left}"  # a tablet in the terminal; its help says more
`;
}
