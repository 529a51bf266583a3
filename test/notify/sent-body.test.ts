import { expect, test } from 'vitest';
import { renderAlert, renderDigest } from '../../src/notify/render.ts';
import { packBody, type SentBody, unpackBody, withoutPersonalLinks } from '../../src/notify/sent-body.ts';
import { digestView } from './digest-views.ts';
import { alertView, READER_EN, READER_ZH } from './views.ts';

test('comes back to the byte, pictures included, and is kept small', async () => {
  for (const mail of [await renderAlert(alertView(), READER_ZH), await renderDigest(digestView(), READER_EN)]) {
    expect(mail.attachments.length).toBeGreaterThan(0);
    const body: SentBody = {
      form: 'mail',
      mail,
      unsubscribe: null,
      references: 'incident.1@example.com',
      urgent: true,
    };
    const packed = packBody(body);
    const back = unpackBody(packed);
    const plain = (of: SentBody) =>
      JSON.parse(JSON.stringify(of, (_, value) => (value instanceof Uint8Array ? [...value] : value)));
    expect(plain(back)).toEqual(plain(body));
    expect(packed.byteLength).toBeLessThan(40_000);
  }
  const json: SentBody = { form: 'json', json: '{"base64":"as written","text":"😀"}' };
  expect(unpackBody(packBody(json))).toEqual(json);
});

test('whoever else looks at it can do nothing by its links', () => {
  const text = `<a href="https://e.test/incidents/7?token=7.handle.cHI.1.x-_y%3D">a</a> https://e.test/incidents/7/acknowledge?token=a.b
    {"url":"https://e.test/incidents/7/dismiss?token=q.r"} https://e.test/unsubscribe?token=abc https://else.test/page?token=kept`;
  expect(
    withoutPersonalLinks(text),
  ).toBe(`<a href="https://e.test/incidents/7">a</a> https://e.test/incidents/7/acknowledge
    {"url":"https://e.test/incidents/7/dismiss"} https://e.test/unsubscribe https://else.test/page?token=kept`);
});
