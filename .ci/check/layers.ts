/**
 * Layers point one way: a folder imports only what stands below it, or beside it, and another folder
 * only through its face. Written down once, here.
 */
import { type Check, isSource, isTest } from './check.ts';
import { importsOf, resolveImport } from './imports.ts';

/** From the top down; folders of one row stand side by side. */
const layers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  engine: [
    ['react'],
    ['device', 'peer'],
    ['protocol'],
    ['scope'],
    ['filter', 'security', 'record'],
    ['clock', 'model'],
  ],
  relay: [
    ['server', 'api', 'cli', 'showcase'],
    ['session', 'yjs', 'provisioning', 'administration'],
    ['commit', 'routing'],
    ['directory'],
    ['store'],
  ],
};

/** Faces beside `index.ts`: what only some importers should have to load. */
const otherFaces: ReadonlySet<string> = new Set([
  // brings the schema library, which the device's bundle does without
  'engine/model/parse-metadata.ts',
]);

/** The one command that runs a device inside the relay's program. */
const isDeviceCommand = (path: string): boolean => /^relay\/cli\/device(-[\w-]+)?(\.test)?\.ts$/.test(path);

export const layersCheck: Check = {
  name: 'layers point one way',
  find(tree) {
    const findings: string[] = [];
    for (const file of tree.files.filter(isSource)) {
      const strange = unknownFolder(file);
      if (strange !== undefined) findings.push(`${file} stands in ${strange}, which has no layer`);
      for (const { specifier, line } of importsOf(tree.read(file))) {
        const target = resolveImport(file, specifier);
        const problem = target === undefined ? undefined : problemOf(file, target);
        if (problem !== undefined) findings.push(`${file}:${line} imports ${target}: ${problem}`);
      }
    }
    return findings;
  },
};

interface Place {
  readonly area: string;
  /** The folder of the area; empty for the files at its root. */
  readonly folder: string;
}

function placeOf(path: string): Place {
  const [area = '', folder = '', ...rest] = path.split('/');
  return { area, folder: rest.length === 0 ? '' : folder };
}

function rankOf({ area, folder }: Place): number {
  return layers[area]?.findIndex((row) => row.includes(folder)) ?? -1;
}

function unknownFolder(file: string): string | undefined {
  const place = placeOf(file);
  if (layers[place.area] === undefined || place.folder === '' || rankOf(place) >= 0) return undefined;
  return `${place.area}/${place.folder}`;
}

function problemOf(file: string, target: string): string | undefined {
  const from = placeOf(file);
  const to = placeOf(target);
  const isFree = from.area !== 'engine' && from.area !== 'relay' && from.area !== 'client-demo';
  if (isFree || (isTest(file) && to.area === 'test')) return undefined;
  if (from.area !== to.area) return crossing(file, from, to) ?? face(target, to);
  if (from.area === 'client-demo' || from.folder === to.folder) return undefined;
  if (to.folder === '') return `the face of ${to.area} stands above its folders`;
  if (from.folder !== '' && rankOf(to) < rankOf(from)) return 'upwards';
  return face(target, to);
}

function crossing(file: string, from: Place, to: Place): string | undefined {
  if (to.area !== 'engine') return `${from.area} knows nothing of ${to.area}`;
  if (from.area === 'client-demo' && !/^(react)?$/.test(to.folder))
    return 'an app has engine/index.ts and engine/react/index.ts, as its users have';
  if (from.area !== 'relay') return undefined;
  if (to.folder === '') return 'name the folder of the engine; the whole brings the device';
  if (to.folder === 'react' || to.folder === 'peer') return `the relay never imports ${to.folder}`;
  if (to.folder === 'device' && !isDeviceCommand(file)) return 'only the device command runs a device';
  return undefined;
}

function face(target: string, { area, folder }: Place): string | undefined {
  const index = folder === '' ? `${area}/index.ts` : `${area}/${folder}/index.ts`;
  return target === index || otherFaces.has(target) ? undefined : `go through ${index}`;
}
