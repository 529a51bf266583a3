import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { EarshotError } from '../../src/errors.ts';
import { load, MINIMAL, makeDir } from './support.ts';

describe('secrets', () => {
  const smtp = (source: string) => ({
    'earshot.yaml': `service: {contact: a@b.test}\nmail: {smtp: {url: ${source}}}\n`,
  });
  const URL = 'smtp://me:hunter2@mail.test:587';

  test('from the environment', async () => {
    const { mail } = await load(smtp('{env: SMTP_URL}'), { SMTP_URL: URL });
    expect(mail.smtp?.url.reveal('to send mail')).toBe(URL);
    expect(mail.smtp?.url.source).toBe('environment variable SMTP_URL');
  });

  test('from a file, whose last line break is none of it', async () => {
    const dir = await makeDir(MINIMAL);
    await writeFile(join(dir, 'smtp-url'), `${URL}\n`);
    const { mail } = await load(smtp(`{file: ${join(dir, 'smtp-url')}}`));
    expect(mail.smtp?.url.reveal('to send mail')).toBe(URL);
  });

  test('an unset or empty variable means that mails go to the outbox', async () => {
    expect((await load(smtp('{env: SMTP_URL}'))).mail.smtp).toBeNull();
    expect((await load(smtp('{env: SMTP_URL}'), { SMTP_URL: '' })).mail.smtp).toBeNull();
  });

  test('a file that is not there is an error only where it is needed', async () => {
    const { mail } = await load(smtp('{file: /nowhere/smtp}'));
    expect(mail.smtp?.url.isSet).toBe(false);
    expect(() => mail.smtp?.url.reveal('to send mail')).toThrow(EarshotError);
    expect(() => mail.smtp?.url.reveal('to send mail')).toThrow(
      /^file \/nowhere\/smtp cannot be read \(ENOENT.*\); it is needed to send mail$/,
    );
  });

  test('the key of the author hash', async () => {
    const files = { 'earshot.yaml': 'service: {contact: a@b.test, author_hash_key: {env: KEY}}\n' };
    expect((await load(files, { KEY: 'k' })).service.authorHashKey?.reveal('to store posts')).toBe('k');
    const { service } = await load(files);
    expect(() => service.authorHashKey?.reveal('to store posts')).toThrow(
      'environment variable KEY is not set; it is needed to store posts',
    );
  });

  test('are printed by nothing', async () => {
    const config = await load(smtp('{env: SMTP_URL}'), { SMTP_URL: URL });
    for (const text of [JSON.stringify(config), inspect(config, { depth: 9 }), `${config.mail.smtp?.url}`]) {
      expect(text).not.toContain('hunter2');
      expect(text).toContain('environment variable SMTP_URL');
    }
  });
});
