/**
 * The relay on its way into a power cut: it ends itself, as `kill -9` would, at the point that
 * `REJOIN_STOP_AT` names. All else of it is as shipped.
 *
 * Arguments: data folder, port. Says where it listens as `rejoin relay --json` does.
 */
import { openRelay, readConfiguration, realSeams, reportTo } from '../../relay/server/index.ts';
import { stopOfEnvironment } from '../crash/stop-at.ts';

const [, , data = '', port = '0'] = process.argv;
const reach = stopOfEnvironment();
if (reach === undefined) throw new Error('nothing says where to end');
const configuration = readConfiguration({ file: { data, port: Number(port), logLevel: 'error' } });
const relay = await openRelay(configuration, {
  ...{ ifMissing: 'refuse', report: reportTo(process.stderr, configuration.logLevel) },
  seams: { ...realSeams, reach },
});
const listening = await relay.listen();
console.log(JSON.stringify({ url: listening.url, port: listening.port }));
