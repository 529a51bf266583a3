import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { type Envelope, toEml } from '../../../src/notify/mail/eml.ts';
import { parseAddress } from '../../../src/notify/mail/identity.ts';
import { renderAlert } from '../../../src/notify/render.ts';
import { HOSTILE_NAMES } from '../hostile.ts';
import { alertView, READER_ZH } from '../views.ts';

const ENVELOPE: Envelope = {
  from: { name: 'Earshot', address: 'earshot@acme.example' },
  to: { name: '李雷', address: 'li@acme.example' },
  messageId: 'alert.abc@acme.example',
  date: new Date('2025-08-14T07:00:00Z'),
  references: null,
  language: 'zh',
  urgent: false,
  unsubscribe: null,
};
const mail = await renderAlert(alertView(), READER_ZH);

test('comes back as it was written', async () => {
  const parsed = await PostalMime.parse(await toEml(mail, ENVELOPE));
  expect(parsed.subject).toBe(mail.subject);
  expect(parsed.text?.replaceAll('\r\n', '\n').trim()).toBe(mail.text.trim());
  expect(parsed.html?.replaceAll('\r\n', '\n').trim()).toBe(mail.html.trim());
  expect(new Uint8Array(parsed.attachments[0]!.content as ArrayBuffer)).toEqual(
    new Uint8Array(mail.attachments[0]!.content),
  );
  expect(parsed.to).toMatchObject([{ name: '李雷', address: 'li@acme.example' }]);
});

test('the same mail is the same bytes', async () => {
  expect(Buffer.from(await toEml(mail, ENVELOPE))).toEqual(Buffer.from(await toEml(mail, ENVELOPE)));
});

test('nobody adds a header by what they are called', async () => {
  const plain = await PostalMime.parse(await toEml(mail, ENVELOPE));
  for (const name of HOSTILE_NAMES) {
    const raw = await toEml({ ...mail, subject: name }, { ...ENVELOPE, to: { name, address: 'li@acme.example' } });
    const parsed = await PostalMime.parse(raw);
    expect(parsed.headers.map(({ key }) => key)).toEqual(plain.headers.map(({ key }) => key));
    expect(parsed.to?.map(({ address }) => address)).toEqual(['li@acme.example']);
    for (const line of Buffer.from(raw).toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  }
});

test('an address or id that could end its header early is refused', async () => {
  const bad = { name: '', address: 'li@acme.example>\r\nBcc: x@y.z' };
  await expect(toEml(mail, { ...ENVELOPE, to: bad })).rejects.toThrow('not an address');
  await expect(toEml(mail, { ...ENVELOPE, messageId: 'a b' })).rejects.toThrow('not an address');
});

test('only a web address can be unsubscribed at', async () => {
  const parsed = await PostalMime.parse(await toEml(mail, { ...ENVELOPE, unsubscribe: 'javascript:x' }));
  expect(parsed.headers.some(({ key }) => key.startsWith('list-'))).toBe(false);
});

test.each([
  ['pr@acme.example', { name: '', address: 'pr@acme.example' }],
  ['Earshot <pr@acme.example>', { name: 'Earshot', address: 'pr@acme.example' }],
  ['"口碑 预警" <pr@acme.example>', { name: '口碑 预警', address: 'pr@acme.example' }],
])('%s is an address', (written, address) => {
  expect(parseAddress(written)).toEqual(address);
});

test.each(['acme', 'a@b@c', '<>', 'x <a b@c>'])('%s is none', (written) => {
  expect(() => parseAddress(written)).toThrow('not a mail address');
});
