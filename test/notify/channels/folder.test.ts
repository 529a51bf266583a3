import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import type { Recipient } from '../../../src/model.ts';
import { folderTransport } from '../../../src/notify/channels/folder.ts';
import { planAlerts } from '../../../src/notify/plan.ts';
import { alertView } from '../views.ts';

const AT = new Date('2025-08-14T06:57:00Z');
const IDENTITY = {
  from: { name: 'Earshot', address: 'earshot@acme.example' },
  serviceName: 'Earshot',
  publicUrl: 'https://earshot.example.com',
};
const ann: Recipient = { id: 'ann', name: 'Ann', email: 'ann@acme.example', language: 'en', timezone: 'UTC' };
const rule = {
  id: 'all',
  brands: ['../acme'],
  recipients: ['ann'],
  minSeverity: 1,
  quietHours: null,
  cooldownMinutes: 0,
} as const;
const change = { incidentId: '1/../7', transitionId: '40', brand: '../acme', kind: 'opened', severity: 3 } as const;
const [draft] = planAlerts(change, [rule], [ann], AT, []);
const delivery = { ...draft!, attempt: 1 };
const notice = { kind: 'alert', view: alertView(), recipient: ann } as const;

test('a message is a file; written again, it is the same file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  try {
    const transport = folderTransport(join(folder, 'outbox'), IDENTITY);
    await transport.send(delivery, notice, AT);
    const { response } = await transport.send({ ...delivery, attempt: 2 }, notice, new Date(AT.getTime() + 60_000));
    const files = readdirSync(join(folder, 'outbox'));
    expect(files).toEqual([expect.stringMatching(/^20250814T065700Z-alert-1_+7-_+acme-[0-9a-f]{12}\.eml$/)]);
    expect(response).toBe(join(folder, 'outbox', files[0]!));
    const mail = await PostalMime.parse(readFileSync(response));
    expect(mail.subject).toContain('[3/5] Acme refunds');
    expect(mail.to?.[0]?.address).toBe('ann@acme.example');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a folder that cannot be written says which, and the message waits', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  try {
    writeFileSync(join(folder, 'taken'), '');
    const transport = folderTransport(join(folder, 'taken'), IDENTITY);
    await expect(transport.send(delivery, notice, AT)).rejects.toMatchObject({
      retryable: true,
      message: expect.stringContaining(join(folder, 'taken')),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
