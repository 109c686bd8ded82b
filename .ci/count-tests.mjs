/**
 * Prints how many tests passed and failed, from the runner's report and its exit status.
 * A skipped test counts as failed, and so does a run that ended badly with no failed test to show for it.
 */
import { readFileSync } from 'node:fs';

const [, , file = '', status = '1'] = process.argv;

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

const report = read();
const skipped = report.numPendingTests + report.numTodoTests;
const failed = report.numFailedTests + skipped;
if (skipped > 0) console.error(`${skipped} tests were skipped; each counts as failed`);
console.log(`${report.numPassedTests} ${failed === 0 && status !== '0' ? 1 : failed}`);
