/** The feed as the page keeps it. */
import { expect, it } from 'vitest';
import { type EventStream, Feed } from './feed.ts';

function aFeed() {
  const listeners = new Map<string, (event: { readonly data: unknown }) => void>();
  const stream: EventStream = {
    addEventListener: (type, listener) => void listeners.set(type, listener),
    onerror: null,
    close: () => void listeners.clear(),
  };
  const feed = new Feed(stream);
  const send = (type: string, data: object): void => listeners.get(type)?.({ data: JSON.stringify(data) });
  return {
    ...{ feed, stream, listeners },
    begin: (incarnation: string, sequence: number) => send('begin', { incarnation, sequence }),
    entry: (place: string, sequence?: number) => send('message', { place, sequence }),
  };
}
const placesOf = ({ state }: Feed): readonly string[] => state.entries.map(({ place }) => place);

it('has the newest first, each once, and the highest number', () => {
  const { feed, begin, entry } = aFeed();
  begin('one', 7);
  for (const place of ['1.0', '2.0', '2.0', '3.0']) entry(place, place === '2.0' ? 9 : undefined);
  expect(placesOf(feed)).toEqual(['3.0', '2.0', '1.0']);
  expect(feed.state.sequence).toBe(9);
});

it('keeps what it has when the same relay answers again, and nothing of another', () => {
  const { feed, begin, entry, stream } = aFeed();
  begin('one', 7);
  entry('1.0', 8);
  stream.onerror?.({} as never);
  expect(feed.state.isConnected).toBe(false);
  begin('one', 8);
  expect(feed.state).toMatchObject({ isConnected: true, sequence: 8 });
  expect(placesOf(feed)).toEqual(['1.0']);
  begin('two', 3);
  expect(feed.state).toMatchObject({ entries: [], sequence: 3 });
});

it('keeps a hundred', () => {
  const { feed, entry } = aFeed();
  for (let place = 0; place < 250; place++) entry(`${place}.0`);
  expect(placesOf(feed)).toHaveLength(100);
  expect(placesOf(feed)[0]).toBe('249.0');
});

it('tells whoever listens, until they do not', () => {
  const { feed, entry, listeners } = aFeed();
  let told = 0;
  const end = feed.subscribe(() => {
    told += 1;
  });
  entry('1.0');
  end();
  entry('2.0');
  expect(told).toBe(1);
  feed.close();
  expect(listeners.size).toBe(0);
});
