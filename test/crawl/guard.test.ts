import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { permittedAddresses } from '../../src/crawl/connect.ts';
import { CrawlError } from '../../src/crawl/errors.ts';
import { AddressRule, addressProblem, checkUrl } from '../../src/crawl/guard.ts';
import { HttpTransport } from '../../src/crawl/transport.ts';
import { json, numbered, Town, targetOf } from './support/crawling.ts';
import { type FaultServer, startFaultServer } from './support/fault-server.ts';

const nothing = new AddressRule([]);
const outcomeOf = (work: () => unknown): string => {
  try {
    work();
    return 'allowed';
  } catch (error) {
    return error instanceof CrawlError ? error.outcome : String(error);
  }
};

describe('addresses', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) =>
    expect(addressProblem(address)).toBeNull(),
  );
  it.each([
    ...[
      '127.0.0.1',
      '127.8.9.1',
      '0.0.0.0',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
    ],
    ...['100.64.0.1', '192.0.0.1', '198.18.0.1', '203.0.113.5', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fd12:3456::1',
      'ff02::1',
      '2001:db8::1',
      '::ffff:127.0.0.1',
    ],
    ...['::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::', 'not-an-address'],
  ])('%s is not', (address) => expect(addressProblem(address)).toMatch(/is not a public address|is no IP address/));
});

describe('URLs', () => {
  it.each([
    ...['http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f000001/', 'http://0177.0.0.1/'],
    ...['http://①②⑦.0.0.1/', 'http://127。0。0。1/', 'http://127.0.0.1./', 'http://[::1]/', 'http://[::ffff:7f00:1]/'],
    ...[
      'http://[0:0:0:0:0:0:0:1]:80/',
      'https://169.254.169.254/latest/meta-data',
      'http://0/',
      'http://10.0.0.1:8080/x',
    ],
    ...['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/', 'data:text/html,x', 'javascript:alert(1)'],
    ...['http://user:secret@example.com/', 'not a url', ''],
  ])('%s is refused before anything is sent', (url) => expect(outcomeOf(() => checkUrl(url, nothing))).toBe('refused'));

  it('public ones pass, without their fragment', () => {
    expect(checkUrl('https://example.com/a?b#c', nothing).href).toBe('https://example.com/a?b');
    expect(checkUrl('/next', nothing, 'https://example.com/a').href).toBe('https://example.com/next');
  });

  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8080/', 'allowed'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080/', 'allowed'],
    ['127.0.0.1:8080', 'http://127.0.0.1:9090/', 'refused'],
    ['127.0.0.1:80', 'http://127.0.0.1/', 'allowed'],
    ['127.0.0.1:80', 'https://127.0.0.1/', 'refused'],
    ['[::1]:8080', 'http://[::1]:8080/', 'allowed'],
    ['127.0.0.1', 'http://10.0.0.1/', 'refused'],
  ])('allow_hosts %s: %s is %s', (allowed, url, outcome) => {
    expect(outcomeOf(() => checkUrl(url, new AddressRule([allowed])))).toBe(outcome);
  });
});

describe('names', () => {
  const resolving =
    (...addresses: string[]) =>
    async (): Promise<LookupAddress[]> =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

  it('that resolve to private addresses are refused', async () => {
    await expect(
      permittedAddresses('intranet.test', '80', 'http:', nothing, resolving('10.0.0.7')),
    ).rejects.toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('intranet.test resolves to 10.0.0.7 is not a public address') as string,
    });
    await expect(
      permittedAddresses('localhost', '80', 'http:', nothing, resolving('::1', '127.0.0.1')),
    ).rejects.toThrow();
  });

  it('that resolve to both keep only the public ones', async () => {
    const permitted = await permittedAddresses('x.test', '443', 'https:', nothing, resolving('192.168.0.1', '8.8.8.8'));
    expect(permitted.map(({ address }) => address)).toEqual(['8.8.8.8']);
  });

  it('that the target allows may be private', async () => {
    const rule = new AddressRule(['intranet.test:8080']);
    expect(await permittedAddresses('intranet.test', '8080', 'http:', rule, resolving('10.0.0.7'))).toHaveLength(1);
    await expect(permittedAddresses('intranet.test', '80', 'http:', rule, resolving('10.0.0.7'))).rejects.toThrow();
  });
});

describe('on the way', () => {
  let server: FaultServer;
  let inside: FaultServer;
  let town: Town;
  beforeEach(async () => {
    server = await startFaultServer();
    inside = await startFaultServer();
    inside.pages.set('/secret', json({ posts: numbered(1, 3) }));
    town = new Town();
  });
  afterEach(async () => {
    await town.http.close();
    await server.close();
    await inside.close();
  });

  it('a redirect to a private address is refused, and nothing is sent there', async () => {
    server.pages.set('/jump', { status: 302, headers: { location: `${inside.origin}/secret` } });
    const result = await town.crawl(targetOf(server.host, ['/jump']));
    expect(result).toMatchObject({ outcome: 'refused', postsSeen: 0 });
    expect(result.reason).toContain('allow_hosts');
    expect(inside.requests).toEqual([]);
  });

  it('a next page at a private address is refused', async () => {
    server.pages.set('/list', json({ posts: numbered(1, 2), next: [{ url: `${inside.origin}/secret` }] }));
    const result = await town.crawl(targetOf(server.host, ['/list']));
    expect(result).toMatchObject({ outcome: 'ok', postsNew: 2, completeness: 0.5 });
    expect(result.reason).toContain('is not a public address');
    expect(inside.requests).toEqual([]);
  });

  it('a robots.txt that redirects to a private address is not followed', async () => {
    server.pages.set('/robots.txt', { status: 301, headers: { location: `${inside.origin}/secret` } });
    server.pages.set('/list', json({ posts: numbered(1, 2) }));
    expect((await town.crawl(targetOf(server.host, ['/list']))).outcome).toBe('refused');
    expect(inside.requests).toEqual([]);
  });

  it('the address that was checked is the one connected to: a name is resolved once for each connection', async () => {
    const port = new URL(server.origin).port;
    server.pages.set('/list', json({ posts: numbered(1, 2) }));
    let answers = 0;
    const resolve = async () => [{ address: ++answers === 1 ? '127.0.0.1' : '10.255.255.1', family: 4 }];
    const http = new HttpTransport({ connectMs: 500 }, resolve);
    const url = new URL(`http://rebind.test:${port}/list`);
    const hop = { url, method: 'GET' as const, headers: {}, rule: new AddressRule([`rebind.test:${port}`]) };
    expect((await http.send(hop)).status).toBe(200);
    expect(answers).toBe(1);
    const refusing = new HttpTransport({}, resolve);
    await expect(refusing.send({ ...hop, rule: nothing })).rejects.toMatchObject({ outcome: 'refused' });
    await http.close();
    await refusing.close();
  });

  it('connections of a target that may are not lent to one that may not', async () => {
    const url = new URL(`${server.origin}/list`);
    server.pages.set('/list', json({ posts: [] }));
    const hop = { url, method: 'GET' as const, headers: {}, rule: new AddressRule([server.host]) };
    expect((await town.http.send(hop)).status).toBe(200);
    await expect(town.http.send({ ...hop, rule: nothing })).rejects.toMatchObject({ outcome: 'refused' });
  });
});
