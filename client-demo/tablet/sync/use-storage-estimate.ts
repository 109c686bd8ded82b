/** How much of the browser's storage is used, as far as the browser tells. */
import { useEffect, useState } from 'react';

export interface StorageUse {
  readonly used: number;
  readonly quota: number;
}

/** Undefined where the browser does not tell. Asked anew whenever `moment` is another. */
export function useStorageEstimate(moment: unknown): StorageUse | undefined {
  const [told, setTold] = useState<StorageUse & { readonly moment: unknown }>();
  useEffect(() => {
    let isWanted = true;
    navigator.storage?.estimate().then(
      ({ usage, quota }) => {
        if (isWanted && usage !== undefined && quota !== undefined) setTold({ used: usage, quota, moment });
      },
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [moment]);
  return told;
}
