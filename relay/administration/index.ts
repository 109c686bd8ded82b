/** What operators do with an organization: create it, configure it, fill it, and ask it why. */
export { type FileSource, folderSource, memorySource } from './file-source.ts';
export { parseSolution } from './parse-solution.ts';
export type { Outcome, Problem } from './problem.ts';
export type { Solution, SolutionInput } from './solution-schema.ts';
export { stableId } from './stable-id.ts';
