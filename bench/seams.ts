/** The real clock and random source, for what benchmarks send. */
export { realSeams } from '../relay/server/index.ts';
