import { expect, it } from 'vitest';
import { classOf } from '../../engine/model/index.ts';
import { helloMissing, outOfPlace, silent } from './session-faults.ts';

it('lets a device come back whose line was too slow for its hello, or fell silent', () => {
  expect([helloMissing, silent].map(({ code }) => classOf(code))).toEqual(['transient', 'transient']);
  expect(classOf(outOfPlace('push').code)).toBe('final');
});
