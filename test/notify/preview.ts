/** Writes every template, in both languages, as files a browser opens: node test/notify/preview.ts DIR */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mail, toStandaloneHtml } from '../../src/notify/mail/mail.ts';
import { renderAlert, renderDigest } from '../../src/notify/render.ts';
import { BLIND, digestView, FIRST_DAY, OVERFULL, QUIET } from './digest-views.ts';
import { alertView, ONE_POST, READER_EN, READER_ZH, RESOLVED, WORSE } from './views.ts';

const dir = process.argv[2] ?? 'preview';
mkdirSync(dir, { recursive: true });
const alerts = { opened: alertView(), worse: WORSE, onepost: ONE_POST, resolved: RESOLVED };
const digests = { ordinary: digestView(), quiet: QUIET, blind: BLIND, first: FIRST_DAY, overfull: OVERFULL };
for (const reader of [READER_EN, READER_ZH]) {
  const mails = [
    ...Object.entries(alerts).map(([name, view]) => [`alert-${name}`, renderAlert(view, reader)] as const),
    ...Object.entries(digests).map(([name, view]) => [`digest-${name}`, renderDigest(view, reader)] as const),
  ];
  for (const [name, mail] of mails) write(join(dir, `${name}-${reader.language}`), await mail);
}

function write(file: string, mail: Mail): void {
  writeFileSync(`${file}.html`, toStandaloneHtml(mail));
  writeFileSync(`${file}.txt`, `${mail.subject}\n\n${mail.text}`);
  process.stdout.write(`${file} ${Buffer.byteLength(mail.html)} bytes: ${mail.subject}\n`);
}
