import { describe, expect, it } from 'vitest';
import { configurationSchema, readConfiguration, type SettingName, variableOf } from './config.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfiguration()).toMatchObject({ host: '127.0.0.1', port: 8_787, data: './data/relay' });
  });

  it('takes flags over the environment over the file', () => {
    const { host, port, maxPages } = readConfiguration({
      file: { host: 'a', port: 1, maxPages: 9 },
      environment: { REJOIN_HOST: 'b', REJOIN_PORT: '2', PATH: '/bin' },
      flags: { port: '3' },
    });
    expect([host, port, maxPages]).toEqual(['b', 3, 9]);
  });

  it('takes origins as a list', () => {
    const { origins } = readConfiguration({
      environment: { REJOIN_ORIGINS: 'https://a.example, https://b.example:8443/' },
    });
    expect(origins).toEqual(['https://a.example', 'https://b.example:8443']);
  });

  it('gives each setting its variable', () => {
    expect(variableOf('maxBufferedBytes')).toBe('REJOIN_MAX_BUFFERED_BYTES');
  });

  it('says what every setting means', () => {
    for (const name of Object.keys(configurationSchema.shape) as SettingName[]) {
      expect(configurationSchema.shape[name].description, name).toMatch(/\.$/);
    }
  });

  it.each([
    ['an unknown setting of the file', { file: { prot: 1 } }, 'prot in the file is no setting'],
    ['an unknown variable', { environment: { REJOIN_PROT: '1' } }, 'REJOIN_PROT is no setting'],
    ['an unknown flag', { flags: { prot: '1' } }, '--prot is no setting'],
    ['a port that is no number', { flags: { port: 'http' } }, '--port'],
    ['a port that does not exist', { environment: { REJOIN_PORT: '70000' } }, 'REJOIN_PORT'],
    ['a short secret', { file: { tokenSecret: 'hunter2' } }, 'tokenSecret in the file'],
    ['an origin that is none', { file: { origins: ['example'] } }, 'origins in the file.0'],
    ['a limit of nothing', { file: { maxPages: 0 } }, 'maxPages in the file'],
    ['a file that holds a list', { file: [] }, 'no JSON object'],
  ])('refuses %s by its name', (_, sources, named) => {
    const attempt = () => readConfiguration(sources);
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid-configuration' }));
    expect(attempt).toThrow(named);
  });

  it('never repeats a secret that is wrong', () => {
    expect(() => readConfiguration({ environment: { REJOIN_TOKEN_SECRET: 'hunter2' } })).toThrow(
      /^(?!.*hunter2).*REJOIN_TOKEN_SECRET/,
    );
  });
});

it('takes no fewer wanted records than a device asks for at a time', () => {
  expect(() => readConfiguration({ flags: { maxWanted: '999' } })).toThrow('maxWanted');
  expect(readConfiguration({ flags: { maxWanted: '1000' } }).maxWanted).toBe(1_000);
});

it('lets a device have no more unanswered than can be answered again', () => {
  const refused = () => readConfiguration({ file: { maxUnanswered: 65 } });
  expect(refused).toThrow(expect.objectContaining({ code: 'invalid-configuration' }));
  expect(refused).toThrow(/maxUnanswered/);
});

it('takes no change as allowed that fits into no message', () => {
  const refused = () => readConfiguration({ environment: { REJOIN_MAX_CHANGE_BYTES: '4194304' } });
  expect(refused).toThrow(expect.objectContaining({ code: 'invalid-configuration' }));
  expect(refused).toThrow(/REJOIN_MAX_CHANGE_BYTES: maxFrameBytes has to be at least/);
  const file = { maxChangeBytes: 4_194_304, maxFrameBytes: 8_388_608 };
  expect(readConfiguration({ file })).toMatchObject(file);
});
