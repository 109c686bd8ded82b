/** Who else has a memo of the record open. */
import { useEffect, useState } from 'react';
import type { RecordHandle } from '../../../engine/index.ts';

/** Their names, each once, in order. */
export function useOthers(record: RecordHandle, memos: readonly string[]): readonly string[] {
  const [others, setOthers] = useState<readonly string[]>([]);
  const joined = memos.join(' ');
  useEffect(() => {
    const names = joined === '' ? [] : joined.split(' ');
    const read = (): void => {
      const now = othersIn(record, names);
      setOthers((before) => (before.join('\n') === now.join('\n') ? before : now));
    };
    const ends = names.flatMap((name) => {
      let awareness = record.presence(name);
      awareness.on('change', read);
      const end = record.onRebuilt(name, () => {
        awareness = record.presence(name);
        awareness.on('change', read);
        read();
      });
      return [end, () => awareness.off('change', read)];
    });
    read();
    return () => {
      for (const end of ends) end();
    };
  }, [record, joined]);
  return others;
}

function othersIn(record: RecordHandle, memos: readonly string[]): readonly string[] {
  const names = memos.flatMap((memo) => {
    const awareness = record.presence(memo);
    return [...awareness.getStates()].flatMap(([client, { user }]): string[] =>
      client === awareness.clientID || typeof user?.name !== 'string' ? [] : [user.name],
    );
  });
  return [...new Set(names)].sort();
}
