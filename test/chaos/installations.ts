/** Where the attacked installations live: all on this machine, or on three hosts with a network of their own. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localHost } from './hosts.ts';
import { fillDisk, HOSTS_NETWORK, makeDisk, makeNetwork, namespaceHost, SERVER } from './network.ts';
import { ownPostgres } from './own-postgres.ts';
import type { ChaosOptions } from './town.ts';

type Installation = Pick<ChaosOptions, 'databaseUrl' | 'database' | 'mailAddress' | 'addresses' | 'hosts'> & {
  close(): Promise<void>;
};

/** Four processes on this machine; `databaseUrl`: a database that is not ours to stop. */
export async function loopback(databaseUrl?: string): Promise<Installation> {
  const hosts: ChaosOptions['hosts'] = async (dir) => [
    { host: localHost(dir, 'this machine'), roles: ['crawl', 'crawl', 'detect', 'notify'] },
  ];
  // Beyond the first, which is the machine's own.
  const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];
  const mailAddress = '127.0.0.1';
  if (databaseUrl) return { databaseUrl, mailAddress, addresses, hosts, close: async () => undefined };
  const own = await ownPostgres();
  return { databaseUrl: own.url, database: own, mailAddress, addresses, hosts, close: () => own.close() };
}

const SITES = ['10.77.0.11', '10.77.0.12', '10.77.0.13'];
const POSTINGS = [
  ['crawl', 'notify'],
  ['crawl', 'detect'],
  ['crawl', 'detect', 'notify'],
] as const;

/** To be called within namespaces: a server with the database and the sites, and three hosts that reach it by cable. */
export async function threeHosts(): Promise<Installation> {
  makeNetwork(SITES);
  const disk = await mkdtemp(join(tmpdir(), 'earshot-chaos-db-'));
  makeDisk(disk, '400m');
  const postgres = await ownPostgres({ folder: disk, address: SERVER, network: HOSTS_NETWORK });
  return {
    databaseUrl: postgres.url,
    database: { ...postgres, fillDisk: (full) => fillDisk(disk, full) },
    mailAddress: SERVER,
    addresses: SITES,
    hosts: (dir, data) =>
      Promise.all(
        POSTINGS.map(async (roles, index) => ({
          host: await namespaceHost(dir, data, `host${index + 1}`, index + 1),
          roles,
        })),
      ),
    close: () => postgres.close(),
  };
}
