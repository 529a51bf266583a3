/** The ways out: logging in to the mail server, reaching webhooks. Nothing is sent. */

import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Config } from '../../config/types.ts';
import { messageOf } from '../../errors.ts';
import { withoutSecretWords } from '../../log.ts';
import { verifySmtp } from '../../notify/channels/smtp.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const WAIT_MS = 10_000;

export async function checkMail({ mail, service, recipients }: Config): Promise<Finding> {
  const readers = recipients.filter(({ email }) => email !== undefined).length;
  if (mail.smtp === null) {
    const says = `no SMTP server: mails are written to ${service.dataDir}/outbox`;
    return readers === 0
      ? ok('smtp', says)
      : warn('smtp', says, 'set mail.smtp.url in earshot.yaml and the variable it names');
  }
  if (!mail.smtp.url.isSet) return fail('smtp', mail.smtp.url.why, `set it: ${mail.smtp.url.source}`);
  const url = mail.smtp.url.reveal('to log in to the mail server');
  const { host } = new URL(url);
  try {
    await verifySmtp(url, WAIT_MS);
    return ok('smtp', `${host} lets us in`);
  } catch (error) {
    const says = `${host}: ${withoutSecretWords(messageOf(error), [url]).slice(0, 300)}`;
    return fail(
      'smtp',
      says,
      `correct ${mail.smtp.url.source}, then: earshot alert test --to RECIPIENT --channel mail`,
    );
  }
}

/** Whether the host of each recipient's webhook answers; whether it takes messages is known only by sending one. */
export async function checkHooks({ hooks }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [recipient, own] of hooks) {
    for (const channel of ['slack', 'feishu', 'webhook'] as const) {
      const hook = own[channel];
      if (hook === undefined) continue;
      const id = `hook:${recipient}:${channel}`;
      const missing = [hook.url, hook.secret].find((secret) => secret && !secret.isSet);
      if (missing) {
        findings.push(fail(id, missing.why, `set it: ${missing.source}`));
        continue;
      }
      findings.push(await reach(id, recipient, channel, hook.url.reveal('to see whether it can be reached')));
    }
  }
  return findings;
}

async function reach(id: string, recipient: string, channel: string, address: string): Promise<Finding> {
  const fix = `earshot alert test --to ${recipient} --channel ${channel}`;
  if (!URL.canParse(address)) return fail(id, 'its address is not a URL', `correct it, then: ${fix}`);
  const url = new URL(address);
  try {
    await answers(url);
    return ok(id, `${url.host} answers (whether it takes messages: ${fix})`);
  } catch (error) {
    return fail(id, `${url.host} does not answer: ${messageOf(error)}`, fix);
  }
}

/** Connects, with TLS where the address asks for it, and hangs up. */
function answers(url: URL): Promise<void> {
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (secure ? 443 : 80);
  return new Promise((resolve, reject) => {
    const socket = secure ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
    socket.setTimeout(WAIT_MS, () => socket.destroy(new Error(`no answer within ${WAIT_MS / 1000} s`)));
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
