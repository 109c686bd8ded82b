import { expect, it } from 'vitest';
import { Layer } from './overlay.ts';

it('takes over a batch with more references of one kind than a call takes arguments', () => {
  const [active, later] = [new Layer(), new Layer()];
  active.addReference('acme/A/u/vera/', 1, 0);
  for (let position = 0; position < 200_000; position++) later.addReference('acme/A/u/vera/', 2, position);
  active.absorb(later);
  const places = active.references.get('acme/A/u/vera/');
  expect(places?.length).toBe(400_002);
  expect([...(places?.slice(0, 4) ?? []), ...(places?.slice(-2) ?? [])]).toEqual([1, 0, 2, 0, 2, 199_999]);
});
