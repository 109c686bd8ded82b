/** The relay as a process: configuration, data folder, port, and what runs behind them. */
export {
  CONFIGURATION_FILE_VARIABLE,
  type Configuration,
  configurationSchema,
  readConfiguration,
  type SettingName,
  variableOf,
} from './config.ts';
export {
  type DataFolder,
  openDataFolder,
  type RunningRelay,
  readOperatorKey,
  readRunning,
} from './data-folder.ts';
export { type Listening, listen, SYNC_PATH } from './listen.ts';
export { type RelayEvent, type Report, reportTo } from './log.ts';
export { type OpenRelay, type OpenRelayOptions, openRelay } from './open-relay.ts';
export { Relay, type RelayLimits, type RelayOptions } from './relay.ts';
export { realSeams } from './seams.ts';
export { createTokenDesk, TOKEN_AUDIENCE, type TokenDesk, type TokenKey } from './token.ts';
