/** What is the matter with a field, in words. */
import type { Attribute } from '../../../engine/index.ts';
import type { Words } from '../../words/index.ts';
import type { Problem } from './problem.ts';
import { labelOf } from './show-value.ts';
import { writtenNumber } from './typed-number.ts';

/** One sentence that says what must be otherwise. */
export function saidProblem(problem: Problem, attribute: Attribute, words: Words): string {
  const { problems } = words.record;
  const label = labelOf(attribute);
  switch (problem.kind) {
    case 'required':
      return problems.required(label);
    case 'too-long':
      return problems.tooLong(label, problem.most, problem.has);
    case 'paste-too-long':
      return problems.pasteTooLong(label, problem.most, problem.has);
    case 'half-character':
      return problems.halfCharacter(label);
    case 'no-number':
      return problems.noNumber(label);
    case 'not-whole':
      return problems.notWhole(label);
    case 'out-of-range': {
      const [least, most] = [problem.least, problem.most].map((bound) =>
        writtenNumber(bound, words.language),
      );
      return problems.outOfRange(label, least ?? '', most ?? '');
    }
    case 'no-such-date':
      return problems.noSuchDate(label);
    case 'no-such-time':
      return problems.noSuchTime(label);
    case 'no-such-option':
      return problems.noSuchOption(label);
    case 'no-id':
      return problems.noId(label);
    case 'not-taken':
      return problems.notTaken(label);
  }
}
