// @vitest-environment jsdom
/** Controls are found by what people and screen readers call them. */
import { beforeEach, expect, it } from 'vitest';
import { findControl, nameOf, type Role } from './find-control.ts';

beforeEach(() => {
  document.body.innerHTML = `
    <button>Edit and retry</button> <button><svg aria-hidden="true"><text>x</text></svg>Retry</button>
    <button aria-label="Use this: 555-0111">Use this</button> <button disabled>Send</button>
    <button aria-disabled="true">Create</button>
    <label for="phone">Phone<span aria-hidden="true">*</span></label><input id="phone">
    <span id="notes">Notes</span><div role="textbox" aria-labelledby="notes"></div>
    <label>Network <input type="checkbox" role="switch"></label>
    <button role="combobox" aria-label="User">Ana</button>
    <div role="option"><span aria-hidden="true">AO</span><span>Ana Okoro<span>Sales</span></span></div>
    <a href="#/drafts"><span>Drafts</span><span aria-label="2 drafts">2</span></a>
    <section aria-label="Values of Phone"></section><input type="search" aria-label="Search accounts">`;
});

it.each<[Role, string]>([
  ['button', 'Retry'],
  ['button', 'Edit and retry'],
  ['button', 'Use this: 555-0111'],
  ['textbox', 'Phone'],
  ['textbox', 'Notes'],
  ['switch', 'Network'],
  ['combobox', 'User'],
  ['region', 'Values of Phone'],
  ['searchbox', 'Search accounts'],
])('finds the %s that is called %s', (role, name) => {
  const found = findControl(document, { role, name });
  expect(found && nameOf(found)).toBe(name);
});

it('finds what has more behind its name only where that may be', () => {
  for (const [role, name] of [
    ['link', 'Drafts'],
    ['option', 'Ana Okoro'],
  ] as const) {
    expect(findControl(document, { role, name })).toBeUndefined();
    expect(findControl(document, { role, name, match: 'begins' })).toBeDefined();
  }
});

it.each<[Role, string]>([
  ['button', 'Use this'],
  ['button', 'Send'],
  ['button', 'Create'],
  ['button', 'User'],
  ['link', 'Retry'],
])('finds no %s that is called %s', (role, name) => {
  expect(findControl(document, { role, name })).toBeUndefined();
});
