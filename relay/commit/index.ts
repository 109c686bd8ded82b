/** The commit pipeline: what is accepted, in which order, and when it is durable. */
export { Candidates } from './candidates.ts';
export { CommitQueue, type Job } from './commit-queue.ts';
export { type Defect, kindOf } from './defect.ts';
export { hasChildren } from './has-children.ts';
export { judgeChange } from './judge-change.ts';
export type { JudgeLimits, JudgeQuestion } from './judgement.ts';
export { isRecordTooLarge } from './record-size.ts';
export { decidedVerdict, type Verdict } from './verdict.ts';
