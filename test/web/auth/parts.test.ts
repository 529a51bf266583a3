import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { withUser } from '../../../src/cli/user-lines.ts';
import { clientAddress, meantForUs, sentByUs } from '../../../src/web/auth/origin.ts';
import { hashPassword, verifyPassword } from '../../../src/web/auth/passwords.ts';
import { wayBack } from '../../../src/web/auth/sign-in.ts';

describe('passwords', () => {
  it('are kept as scrypt hashes with a salt of their own, and known again', async () => {
    const [one, two] = [await hashPassword('correct horse 马'), await hashPassword('correct horse 马')];
    expect(one).toMatch(/^\$scrypt\$ln=16,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('correct horse 马', one)).toBe(true);
    expect(await verifyPassword('correct horse 馬', one)).toBe(false);
    // The same letters, composed in another way.
    expect(await verifyPassword('caf\u0065\u0301 at noon', await hashPassword('caf\u00e9 at noon'))).toBe(true);
  });

  it('agree with the standard (RFC 7914, section 12)', async () => {
    const hash = Buffer.from(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
      'hex',
    );
    const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const stored = `$scrypt$ln=14,r=8,p=1$${unpadded(Buffer.from('SodiumChloride'))}$${unpadded(hash)}`;
    expect(await verifyPassword('pleaseletmein', stored)).toBe(true);
    expect(await verifyPassword('pleaseletmeout', stored)).toBe(false);
  });

  it('match nothing where the hash is none', async () => {
    for (const stored of [
      '',
      'secret',
      '$scrypt$ln=99,r=8,p=1$aaaaaaaaaaaaaaaaaaaaaa$bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
    ])
      expect(await verifyPassword('secret', stored)).toBe(false);
  });
});

describe('where a request comes from', () => {
  const app = new Hono()
    .get('/meant', (c) => c.json(meantForUs(c, 'https://ear.example')))
    .post('/sent', (c) => c.json(sentByUs(c, 'https://ear.example')))
    .get('/address', (c) => c.json(clientAddress(c, ['10.0.0.0/8', '::1'])));
  const ask = async (url: string, headers: Record<string, string> = {}, env?: object): Promise<unknown> =>
    (await app.request(url, { method: url.endsWith('/sent') ? 'POST' : 'GET', headers }, env)).json();

  it('is for us under our own names only', async () => {
    for (const host of ['localhost:8480', '127.0.0.1', '[::1]:1', 'ear.example', 'app.localhost'])
      expect(await ask(`http://${host}/meant`), host).toBe(true);
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.1.5'])
      expect(await ask(`http://${host}/meant`), host).toBe(false);
  });

  it('is by us where the browser says so', async () => {
    const by = (headers: Record<string, string>) => ask('http://localhost:8480/sent', headers);
    expect(await by({})).toBe(true);
    expect(await by({ origin: 'http://localhost:8480', 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(await by({ origin: 'https://ear.example' })).toBe(true);
    expect(await by({ origin: 'https://evil.example' })).toBe(false);
    expect(await by({ origin: 'null' })).toBe(false);
    expect(await by({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(await by({ 'sec-fetch-site': 'cross-site' })).toBe(false);
    expect(await by({ 'sec-fetch-site': 'same-site' })).toBe(false);
  });

  it('is told by proxies of ours, and by nobody else', async () => {
    const from = (remote: string) => ({ incoming: { socket: { remoteAddress: remote, address: () => ({}) } } });
    const forwarded = { 'x-forwarded-for': '6.6.6.6, 8.8.4.4, 10.1.1.1' };
    const url = 'http://localhost/address';
    expect(await ask(url, forwarded, from('203.0.113.9'))).toBe('203.0.113.9');
    expect(await ask(url, forwarded, from('10.9.9.9'))).toBe('8.8.4.4');
    expect(await ask(url, forwarded, from('::ffff:10.9.9.9'))).toBe('8.8.4.4');
    expect(await ask(url, {}, from('10.9.9.9'))).toBe('10.9.9.9');
    expect(await ask(url, { 'x-forwarded-for': 'nonsense' }, from('::1'))).toBe('::1');
    expect(await ask(url, forwarded)).toBe('unknown');
  });
});

it('goes back to pages of ours only', () => {
  expect(wayBack('/incidents/1?token=x')).toBe('/incidents/1?token=x');
  for (const evil of [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a\nb',
    'javascript:1',
  ])
    expect(wayBack(evil)).toBe('/');
});

it('puts a user where it belongs, and leaves every other line as it is', () => {
  const lin = { id: 'lin', name: 'Lin: PR', role: 'responder', password: '$scrypt$x', email: null };
  const added = '  lin:\n    name: "Lin: PR"\n    role: responder\n    password: $scrypt$x\n';
  expect(withUser('web: {} # ours', lin)).toBe(`web: {} # ours\n\nusers:\n${added}`);
  expect(withUser('users: # people\n  ada: {}\nweb: {}\n', lin)).toBe(`users: # people\n${added}  ada: {}\nweb: {}\n`);
  expect(withUser('users: {}\nweb: {}\n', lin)).toBe(`users: \n${added}web: {}\n`);
  expect(withUser('a: 1\nusers:', lin)).toBe(`a: 1\nusers:\n${added}`);
});
