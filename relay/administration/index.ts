/** What operators do with an organization: configure it, fill it, and ask it why. */
export { type AppliedSolution, applySolution, exportSolution } from './apply-solution.ts';
export { type AuditQuestion, type AuditWords, audit, auditWords } from './audit.ts';
export { type FileSource, folderSource, memorySource } from './file-source.ts';
export { type ImportOptions, type ImportProgress, importFolder } from './import-folder.ts';
export { type ImportMapping, type MappingInput, parseMapping } from './import-mapping.ts';
export type { FileReport, ImportReport, RefusalListener, RefusedPlace, RefusedRow } from './import-report.ts';
export { parseSolution } from './parse-solution.ts';
export type { Outcome, Problem } from './problem.ts';
export { SAMPLE_RECORDS } from './samples/meridian-files.ts';
export { SAMPLE_PAIR } from './samples/meridian-solution.ts';
export { type FilledSample, type Sample, sampleOrganization } from './samples/sample-organization.ts';
export type { Solution, SolutionInput } from './solution-schema.ts';
export { stableId } from './stable-id.ts';
export { type Action, type Explanation, type WhyQuestion, why } from './why.ts';
