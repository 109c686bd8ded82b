import { proveBySimulation } from './short-run.ts';

proveBySimulation({ from: 151, seeds: 150 });
