/** The public face of the relay, for programs that run one inside themselves. */
export { createApi } from './api/index.ts';
export {
  type Configuration,
  createTokenDesk,
  type Listening,
  type OpenRelay,
  type OpenRelayOptions,
  openRelay,
  Relay,
  type RelayEvent,
  type RelayLimits,
  type RelayOptions,
  type Report,
  readConfiguration,
  realSeams,
  reportTo,
  type TokenDesk,
} from './server/index.ts';
