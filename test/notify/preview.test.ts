/**
 * Writes every template, in both languages, as pages that a browser opens, to be looked at:
 * `EARSHOT_PREVIEW=DIR npx vitest run test/notify/preview.test.ts`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { toStandaloneHtml } from '../../src/notify/mail/mail.ts';
import { renderAlert, renderBrief, renderDigest, renderTest } from '../../src/notify/render.ts';
import { BLIND, digestView, FIRST_DAY, OVERFULL, QUIET } from './digest-views.ts';
import { HOSTILE_POSTS } from './hostile.ts';
import { alertView, BRIEF, ESCALATED, ONE_POST, READER_EN, READER_ZH, RESOLVED, WORSE } from './views.ts';

const DIR = process.env.EARSHOT_PREVIEW ?? '';
const ALERTS = {
  opened: alertView(),
  worse: WORSE,
  'one-post': ONE_POST,
  resolved: RESOLVED,
  escalated: ESCALATED,
  hostile: alertView({ posts: HOSTILE_POSTS }),
};
const DIGESTS = { ordinary: digestView(), quiet: QUIET, blind: BLIND, 'first-day': FIRST_DAY, overfull: OVERFULL };

test.runIf(DIR !== '')('write the previews', async () => {
  mkdirSync(DIR, { recursive: true });
  for (const reader of [READER_EN, READER_ZH]) {
    const alerts = Object.entries(ALERTS).map(([name, view]) => [`alert-${name}`, renderAlert(view, reader)] as const);
    const digests = Object.entries(DIGESTS).map(
      ([name, view]) => [`digest-${name}`, renderDigest(view, reader)] as const,
    );
    const trial = renderTest({ at: '2025-08-14T07:31:00.000Z', channel: 'mail' }, reader);
    for (const [name, rendering] of [
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
