/** `earshot digest --resend`: a stored digest goes out once more. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import digest from '../../src/commands/digest.ts';
import { silentLogger } from '../../src/log.ts';
import { insertDigest } from '../../src/store/digests.ts';
import { listDeliveries } from '../../src/store/outbox-list.ts';
import { openStore } from '../../src/store/store.ts';
import { embeddedFolder } from '../support/stores.ts';
import { run } from './support/run.ts';

it('a stored digest is sent again, to whom it was made for', async () => {
  const config = await mkdtemp(join(tmpdir(), 'earshot-digest-'));
  onTestFinished(() => rm(config, { recursive: true, force: true }));
  const dataDir = await embeddedFolder();
  await mkdir(join(config, 'brands'));
  await mkdir(join(config, 'targets'));
  await writeFile(join(config, 'brands/acme.yaml'), 'name: Acme\n');
  await writeFile(
    join(config, 'earshot.yaml'),
    `service: {contact: ops@acme.test, data_dir: ${JSON.stringify(dataDir)}}\nrecipients: {ann: {name: Ann, email: ann@acme.test}}\n`,
  );
  const again = (day: string) =>
    run(digest, ['digest', '--brand', 'acme', '--date', day, '--recipient', 'ann', '--resend', '--config', config]);
  const store = await openStore({ dataDir, log: silentLogger });
  const row = { brand: 'acme', period: 'day', edition: 1, day: '2026-03-01', recipient: 'ann' } as const;
  await insertDigest(store.db, { ...row, language: 'en', timezone: 'UTC', view: {} }, new Date());
  await store.close();
  expect((await again('2026-03-01')).text).toBe('acme 2026-03-01: will be sent to ann by the running service\n');
  await expect(again('2026-03-02')).rejects.toThrow('no digest of acme for 2026-03-02 was made for ann');
  const after = await openStore({ dataDir, log: silentLogger });
  const planned = await listDeliveries(after.db, { limit: 10 });
  await after.close();
  expect(planned).toMatchObject([{ recipient: 'ann', channel: 'mail', state: 'pending' }]);
  expect(planned[0]?.key).toMatch(/^digest:acme:day:2026-03-01:1:ann:mail:again:/);
}, 60_000);
