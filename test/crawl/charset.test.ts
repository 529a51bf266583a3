import { describe, expect, it } from 'vitest';
import { decodeText, detectCharset } from '../../src/crawl/charset.ts';
import { ParseError } from '../../src/crawl/contract.ts';
import { FetchedPage } from '../../src/crawl/page.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** The same sentences as their sites would send them. */
const SAMPLES: readonly (readonly [charset: string, bytes: Buffer, text: string])[] = [
  ['gb18030', hex('bec6b5eabadcbac3a3acb5abcac7bfcdb7fecCacb6c8ccabb2ee'), '酒店很好，但是客服态度太差'],
  ['gb18030', hex('b2eec6c0'), '差评'],
  [
    'big5',
    hex('b3 6f ae 61 c0 5c c6 55 aa ba aa 41 b0 c8 ba 41 ab d7 ab dc ae 74'.replaceAll(' ', '')),
    '這家餐廳的服務態度很差',
  ],
  ['shift_jis', hex('82b182cc837a8365838b82cd8dc588ab82c582b582bd8142'), 'このホテルは最悪でした。'],
  ['euc-jp', hex('a4b3a4cea5dba5c6a5eba4cfbac7b0a4a4c7a4b7a4bfa1a3'), 'このホテルは最阿でした。'],
  ['euc-kr', hex('c0cc20c8a3c5dac0ba20c1a4b8bb20c3d6bec7c0cc'), '이 호텔은 정말 최악이'],
  [
    'windows-1252',
    hex('5472e8732064e9e77520647520736572766963652c206c65206361 66e9'.replaceAll(' ', '')),
    'Très déçu du service, le café',
  ],
];

describe('charsets nobody declares, or declares wrongly', () => {
  for (const [charset, bytes, text] of SAMPLES) {
    it.each([undefined, 'text/html; charset=utf-8', 'text/html; charset=ISO-8859-1'])(
      `${text} in ${charset}, said to be %s`,
      (type) => {
        const page = Buffer.concat([
          Buffer.from('<html><head><title>x</title></head><body>'),
          bytes,
          Buffer.from('</body></html>'),
        ]);
        expect(detectCharset(page, type)).toBe(charset);
        expect(decodeText(page, type)).toContain(text);
      },
    );
  }

  it('UTF-8 stays UTF-8, whatever a default header or a stale meta tag says', () => {
    const body = Buffer.from('<meta charset="gbk"><p>这家酒店的服务态度很差</p>');
    for (const type of [undefined, 'text/html', 'text/html; charset=iso-8859-1', 'text/html; charset=gbk']) {
      expect(detectCharset(body, type)).toBe('utf-8');
    }
  });

  it('survives a character cut off at the end of a page', () => {
    expect(detectCharset(Buffer.from('服务很差').subarray(0, 11), undefined)).toBe('utf-8');
  });
});

describe('charsets that are declared', () => {
  it.each([
    ['<meta charset=gb2312>', undefined, 'gb18030'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=Big5">', undefined, 'big5'],
    ['<?xml version="1.0" encoding="Shift_JIS"?>', 'application/xml', 'shift_jis'],
    ['<!-- <meta charset=big5> --><p>', undefined, 'utf-8'],
    ['<p>', 'text/html; charset="GBK"', 'gb18030'],
    ['<p>', 'text/html; charset=no-such-thing', 'utf-8'],
    ['<meta charset="utf-16">', undefined, 'utf-8'],
  ])('%s with %s is %s', (head, type, expected) => expect(detectCharset(Buffer.from(head), type)).toBe(expected));

  it('a byte-order mark beats everything', () => {
    expect(detectCharset(hex('efbbbf41'), 'text/html; charset=gbk')).toBe('utf-8');
    expect(decodeText(hex('fffe 6054 7d59'))).toBe('呠好');
    expect(detectCharset(hex('feff6054'))).toBe('utf-16be');
  });
});

describe('a page', () => {
  const page = (body: string, type = 'text/html') =>
    new FetchedPage({
      url: 'https://x.example/',
      status: 200,
      headers: { 'content-type': type },
      body: Buffer.from(body),
    });

  it('is parsed once, as HTML or as XML', () => {
    const html = page('<p>a<p>b');
    expect(html.$()('p').length).toBe(2);
    expect(html.$()).toBe(html.$());
    expect(page('<?xml version="1.0"?><a><Link>x</Link></a>', 'text/xml').$()('Link').text()).toBe('x');
  });

  it('as JSON keeps long ids, and says where it is none', () => {
    expect(page('cb({"id":570306133677760513})').json()).toEqual({ id: '570306133677760513' });
    expect(() => page('<html>').json()).toThrow(ParseError);
    expect(() => page('<html>').json()).toThrow(/it begins: <html>/);
    expect(() => page('').json()).toThrow('the page is empty, not JSON');
  });
});
