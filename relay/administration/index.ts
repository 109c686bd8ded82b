/** What operators do with an organization: configure it, fill it, and ask it why. */
export { type AppliedSolution, applySolution, exportSolution } from './apply-solution.ts';
export { type FileSource, folderSource, memorySource } from './file-source.ts';
export { type ImportOptions, type ImportProgress, importFolder } from './import-folder.ts';
export { type ImportMapping, type MappingInput, parseMapping } from './import-mapping.ts';
export type { FileReport, ImportReport, RefusedRow } from './import-report.ts';
export { parseSolution } from './parse-solution.ts';
export type { Outcome, Problem } from './problem.ts';
export type { Solution, SolutionInput } from './solution-schema.ts';
export { stableId } from './stable-id.ts';
