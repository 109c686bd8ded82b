/**
 * Gives the built command the right to run, so that `npx rejoin` works from a clone.
 * The compiler writes plain files; npm sets the bit only for packages that it installs.
 */
import { chmodSync, existsSync, readFileSync } from 'node:fs';

const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
for (const file of Object.values(bin)) if (existsSync(file)) chmodSync(file, 0o755);
