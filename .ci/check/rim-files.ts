/**
 * The rim: the only files that read the clock, draw random numbers, set timers, open sockets or touch
 * disks. Everything else is handed what it needs. This is the one list.
 */
const rim: readonly RegExp[] = [
  /^engine\/device\/(open-device|storage|indexed-db|tab-leader)\.ts$/,
  /^relay\/cli\//,
  /^relay\/showcase\/read-pages\.ts$/,
  /^relay\/server\/(data-folder|listen|seams)\.ts$/,
  /^relay\/store\/level-store\.ts$/,
  /^relay\/.*\bsources?\.ts$/,
  // Virtual time waits for the turns of the event loop in which a database in memory answers.
  /^test\/simulation\/(main|simulation-time)\.ts$/,
];

/** Whether the file stands at the rim. */
export const isRim = (path: string): boolean => rim.some((pattern) => pattern.test(path));

/** Whether the file must be pure of the rim: the product, and the simulation, which has to replay. */
export const isInner = (path: string): boolean =>
  /^(engine|relay|test\/simulation)\//.test(path) && !isRim(path);
