import { describe, expect, it } from 'vitest';
import { codeOnly, withoutComments } from './source-text.ts';

describe('source text', () => {
  it('blanks comments and what stands in quotes, and keeps every offset', () => {
    const source = 'a(\'x\'); // no\n/* b\n */ c("y");';
    expect(codeOnly(source)).toBe('a(\' \');      \n    \n    c(" ");');
    expect(withoutComments(source)).toBe('a(\'x\');      \n    \n    c("y");');
  });

  it('sees the code inside a template, and not the text around it', () => {
    const hole = (code: string): string => `\${${code}}`;
    const inner = `\`in ${hole('now({ a: 1 })')} out\``;
    const source = `\`Date.now ${hole(` ${inner} `)} end\`; after`;
    const blanked = source.replace('Date.now', '        ').replace('in', '  ').replace('out', '   ');
    expect(codeOnly(source)).toBe(blanked.replace('end', '   '));
  });

  it('tells a regular expression with quotes and slashes from a division', () => {
    expect(codeOnly("x = /['/]/.test(y); z")).toBe('x = /    /.test(y); z');
    expect(codeOnly("x = a / b; c('d') / e")).toBe("x = a / b; c(' ') / e");
  });

  it('takes an escaped quote as part of its string', () => {
    expect(codeOnly(String.raw`f('it\'s'); g`)).toBe("f('      '); g".replace('      ', '     '));
  });
});
