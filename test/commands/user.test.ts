import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyPassword } from '../../src/web/auth/passwords.ts';
import { earshot } from './program.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'earshot-user-test-'));
  await cp(join(import.meta.dirname, '../../config'), join(cwd, 'config'), { recursive: true });
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const file = () => readFile(join(cwd, 'config/earshot.yaml'), 'utf8');

it('adds a user to the file, which stays as it is otherwise, and never the password itself', async () => {
  const before = await file();
  const added = await earshot(['user', 'add', 'lin', '--role', 'responder', '--name', 'Lin Yu', '--password-stdin'], {
    cwd,
    input: 'a long enough password\n',
  });
  expect([added.code, added.stderr]).toEqual([0, '']);
  expect(added.stdout).toContain('responder lin added to config/earshot.yaml');
  const after = await file();
  expect(after).not.toContain('a long enough password');
  const hash = /password: (\S+)/.exec(after.slice(after.indexOf('  lin:')))?.[1] ?? '';
  expect(await verifyPassword('a long enough password', hash)).toBe(true);
  expect(after.replace(/\n?users:\n {2}lin:\n {4}name: Lin Yu\n {4}role: responder\n {4}password: \S+\n/, '')).toBe(
    before,
  );

  const twice = await earshot(['user', 'add', 'lin', '--password-stdin'], { cwd, input: 'another long password\n' });
  expect(twice.code).toBe(2);
  expect(twice.stderr).toContain('there is a user "lin" already');
  const more = await earshot(['user', 'add', 'ada', '--email', 'ada@acme.test'], { cwd });
  expect(more.code).toBe(0);
  expect(await file()).toContain('users:\n  ada:\n    name: ada\n    role: reader\n    email: ada@acme.test\n  lin:\n');
  expect((await earshot(['check'], { cwd })).code).toBe(0);
}, 60_000);

it('refuses what cannot be, and leaves the file alone', async () => {
  const before = await file();
  const refusals: [string[], string, string][] = [
    [['user', 'add', 'Lin', '--password-stdin'], 'a long enough password\n', 'cannot be an id'],
    [['user', 'add', 'bob', '--password-stdin'], 'short\n', 'at least 12 characters'],
    [['user', 'add', 'bob'], '', '--password-stdin'],
    [['user', 'add', 'bob', '--role', 'king'], '', 'reader, responder, operator'],
    [['user', 'add', 'bob', '--email', 'nowhere'], '', 'is not a mail address'],
  ];
  for (const [args, input, said] of refusals) {
    const ran = await earshot(args, { cwd, input });
    expect(ran.code, said).toBeGreaterThan(0);
    expect(ran.stderr).toContain(said);
  }
  expect(await file()).toBe(before);
  await writeFile(join(cwd, 'config/earshot.yaml'), `${before}\nusers: &all {}\n`);
  expect((await earshot(['user', 'add', 'bob', '--email', 'bob@acme.test'], { cwd })).code).toBeGreaterThan(0);
}, 60_000);
