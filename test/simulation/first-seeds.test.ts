import { proveBySimulation } from './short-run.ts';

proveBySimulation({ from: 1, seeds: 150 });
