/**
 * Writes every template, in both languages, as pages that a browser opens, to be looked at:
 * `EARSHOT_PREVIEW=DIR npx vitest run test/notify/preview.test.ts`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import type { HealthState } from '../../src/model.ts';
import { toStandaloneHtml } from '../../src/notify/mail/mail.ts';
import type { OperatorView, TargetChange } from '../../src/notify/operator-view.ts';
import { renderAlert, renderBrief, renderDigest, renderOperatorNotice, renderTest } from '../../src/notify/render.ts';
import { BLIND, FIRST_DAY, OVERFULL, QUIET } from './digest-days.ts';
import { digestView } from './digest-views.ts';
import { HOSTILE_POSTS } from './hostile.ts';
import { alertView, BRIEF, ESCALATED, fig, ONE_POST, READER_EN, READER_ZH, RESOLVED, WORSE } from './views.ts';

const DIR = process.env.EARSHOT_PREVIEW ?? '';
const ALERTS = {
  opened: alertView(),
  worse: WORSE,
  'one-post': ONE_POST,
  resolved: RESOLVED,
  escalated: ESCALATED,
  hostile: alertView({ posts: HOSTILE_POSTS }),
};
const DIGESTS = {
  ordinary: digestView(),
  quiet: QUIET,
  blind: BLIND,
  'first-day': FIRST_DAY,
  overfull: OVERFULL,
  weekly: digestView({ period: 'week' }),
  amended: digestView({ amends: { sentAt: '2025-08-14T00:00:12.000Z', late: fig(38, 'late') } }),
};
const AT = '2025-08-14T07:31:00.000Z';
const SINCE = '2025-08-14T05:04:00.000Z';
const change = (target: string, state: HealthState, more: Partial<TargetChange> = {}): TargetChange => {
  return { target, state, before: 'well', since: SINCE, reason: '', perDay: 48, ...more };
};
const OPERATOR: Readonly<Record<string, OperatorView>> = {
  targets: {
    at: AT,
    network: null,
    changes: [
      change('douban-acme', 'blocked', { reason: 'movie.douban.com shows a check page (status 200)' }),
      change('trustpilot-acme', 'drifted', { reason: 'rating: missing in 40 of 40 posts, 100 % usual' }),
      change('export-vendor', 'quiet', { door: true, perDay: 12 }),
      change('weibo-acme', 'well', { before: 'blocked' }),
    ],
  },
  network: { at: AT, network: { down: true, since: SINCE, targets: 11, of: 12 }, changes: [] },
  deliveries: {
    at: AT,
    network: null,
    changes: [],
    alarms: [
      {
        what: 'stopped',
        since: SINCE,
        recipient: 'pr',
        channel: 'mail',
        address: 'pr@example.com',
        reason: '550 no such user',
      },
      {
        what: 'dead',
        since: SINCE,
        recipient: 'desk',
        channel: 'feishu',
        subject: '[4/5] Acme',
        reason: '19024 key words not found',
      },
      {
        what: 'config',
        since: SINCE,
        problems: ['brands/acme.yaml:3:1: unknown key "trems"; did you mean "terms"?'],
        of: 1,
      },
      { what: 'still', since: SINCE, of: 'crawling' },
    ],
  },
};

test.runIf(DIR !== '')('write the previews', async () => {
  mkdirSync(DIR, { recursive: true });
  for (const reader of [READER_EN, READER_ZH]) {
    const alerts = Object.entries(ALERTS).map(([name, view]) => [`alert-${name}`, renderAlert(view, reader)] as const);
    const digests = Object.entries(DIGESTS).map(
      ([name, view]) => [`digest-${name}`, renderDigest(view, reader)] as const,
    );
    const trial = renderTest({ at: '2025-08-14T07:31:00.000Z', channel: 'mail' }, reader);
    const notices = Object.entries(OPERATOR).map(
      ([name, view]) => [`operator-${name}`, renderOperatorNotice(view, reader)] as const,
    );
    for (const [name, rendering] of [
      ...notices,
      ...alerts,
      ...digests,
      ['test', trial] as const,
      ['brief', renderBrief(BRIEF, reader)] as const,
    ]) {
      const mail = await rendering;
      const file = join(DIR, `${name}-${reader.language}`);
      writeFileSync(`${file}.html`, toStandaloneHtml(mail));
      writeFileSync(`${file}.txt`, `${mail.subject}\n\n${mail.text}`);
    }
  }
});
