/** How the values of this device are shown: in the language of the page and the zone of its user. */
import { useMemo } from 'react';
import type { Device, Lookup, MetadataIndex } from '../../../engine/index.ts';
import { useDevice, useMetadata, usePrincipal } from '../../../engine/react/index.ts';
import { useWords } from '../../words/index.ts';
import { type Names, useNames } from '../names.tsx';
import type { Showing } from './show-value.ts';

export function useShowing(): Showing {
  const device = useDevice();
  const words = useWords();
  const names = useNames();
  const metadata = useMetadata();
  const zone = usePrincipal()?.timeZone ?? 'UTC';
  return useMemo(
    () => ({
      ...{ words, locale: words.language, zone },
      optionLabel: (set, value) => optionLabel(metadata, set, value),
      nameOf: (lookup) => nameOf(device, names, lookup),
    }),
    [device, words, names, metadata, zone],
  );
}

function optionLabel(metadata: MetadataIndex | undefined, set: string, value: number): string | undefined {
  const found = metadata?.metadata.optionSets.find(({ name }) => name === set);
  return found?.options.find((option) => option.value === value)?.label;
}

/** What people call a record, or somebody, on this device. */
export function nameOf(device: Device, names: Names, { entity, id }: Lookup): string | undefined {
  const own = names.get(id);
  if (own !== undefined) return own;
  const primary = device.metadata?.entity(entity)?.entity.primaryName;
  const row = device.get(entity, id as Parameters<Device['get']>[1]);
  const name = primary === undefined ? undefined : row?.values[primary];
  return typeof name === 'string' ? name : undefined;
}
