/** What a log line may not say, whatever brings it there. */
import { describe, expect, it } from 'vitest';
import { Secret } from '../src/config/secret.ts';
import { secretValues } from '../src/config/secret-values.ts';
import { createLogger, withoutSecretWords } from '../src/log.ts';
import { testConfig } from './e2e/support.ts';

function logged(secrets: readonly string[], write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ secrets, destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

describe('the log', () => {
  it('says no value of a key that names a secret, three levels down', () => {
    const lines = logged([], (log) => {
      log.info({ token: 'abcdef', hook: { secret: 'ghijkl', deep: { authorization: 'mnopqr' } } }, 'x');
    });
    for (const word of ['abcdef', 'ghijkl', 'mnopqr']) expect(lines).not.toContain(word);
    expect(JSON.parse(lines)).toMatchObject({ token: '[secret]' });
  });

  it('says nothing that looks like a secret, also in the message and the stack of an error', () => {
    const said = [
      'postgresql://earshot:hunter2pass@db.example.com/earshot',
      'smtps://me%40x.com:hunter2pass@mail.example.com',
      'Authorization: Bearer hunter2pass',
      'GET https://x.example.com/?a=1&access_token=hunter2pass&b=2 failed',
      'POST https://hooks.slack.com/services/T0/B0/hunter2pass failed',
      'https://open.feishu.cn/open-apis/bot/v2/hook/hunter2pass',
    ];
    const lines = logged([], (log) => {
      for (const text of said) log.error({ err: new Error(text, { cause: new Error(text) }) }, text);
    });
    expect(lines).not.toContain('hunter2pass');
    expect(lines).toContain('db.example.com/earshot');
    expect(lines).toContain('&b=2 failed');
    for (const line of lines.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('says no secret of the configuration, whatever shape it has', () => {
    const token = 'quite "ordinary" words';
    const config = testConfig({
      dataDir: 'x',
      mail: { from: 'a@example.com', smtp: { url: Secret.of('smtp://u:pass-word@h:25') } },
      hooks: new Map([
        ['desk', { slack: { url: Secret.of(token), secret: null }, feishu: undefined, webhook: undefined }],
      ]),
    });
    const secrets = secretValues(config);
    expect(secrets).toEqual(expect.arrayContaining([token, 'smtp://u:pass-word@h:25']));
    const lines = logged(secrets, (log) => log.warn({ note: token }, `it is ${token}`));
    expect(lines).not.toContain('ordinary');
    expect(JSON.parse(lines)).toMatchObject({ note: '[secret]', msg: 'it is [secret]' });
  });

  it('leaves ordinary words alone', () => {
    const text = 'target weibo: 12 posts of https://weibo.cn/search?keyword=Acme&page=2 at 10:30@home';
    expect(withoutSecretWords(text, ['abc'])).toBe(text);
  });
});
