import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FrameReader,
  message,
  ProtocolError,
  query,
  report,
  startup,
  strings,
} from '../../../src/store/embedded/wire.ts';

/** All messages of `bytes`, which arrive cut at the given places. */
function read(bytes: Buffer, cuts: readonly number[]): { type: string; bytes: Buffer }[] {
  const reader = new FrameReader();
  const frames: { type: string; bytes: Buffer }[] = [];
  const places = [...new Set([0, ...cuts.map((cut) => cut % bytes.length), bytes.length])].sort((a, b) => a - b);
  for (let i = 1; i < places.length; i++) {
    reader.push(bytes.subarray(places[i - 1], places[i]));
    for (let frame = reader.next(); frame !== null; frame = reader.next()) {
      frames.push(frame);
      reader.opened();
    }
  }
  return frames;
}

describe('FrameReader', () => {
  it('finds the same messages however the bytes are cut', () => {
    const bodies = fc.array(fc.tuple(fc.constantFrom('Q', 'P', 'S'), fc.uint8Array({ maxLength: 40 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(), { maxLength: 20 }), (sent, cuts) => {
        const opening = startup({ user: 'me' });
        const messages = sent.map(([type, body]) => message(type, Buffer.from(body)));
        const frames = read(Buffer.concat([opening, ...messages]), cuts);
        expect(frames.map((frame) => frame.type)).toEqual(['', ...sent.map(([type]) => type)]);
        expect(frames.map((frame) => frame.bytes)).toEqual([opening, ...messages]);
      }),
    );
  });

  it.each([
    ['an opening of four bytes', Buffer.from([0, 0, 0, 4])],
    ['an opening of megabytes', Buffer.from([0, 16, 0, 0])],
    ['a negative length', Buffer.from([255, 255, 255, 255])],
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\n')],
  ])('refuses %s', (_name, bytes) => {
    const reader = new FrameReader();
    reader.push(bytes);
    expect(() => reader.next()).toThrow(ProtocolError);
  });

  it('refuses a message that claims to be larger than any', () => {
    const reader = new FrameReader();
    reader.opened();
    reader.push(Buffer.from([0x51, 0x7f, 0xff, 0xff, 0xff]));
    expect(() => reader.next()).toThrow(ProtocolError);
  });
});

describe('messages', () => {
  it('carry their type, their length and their text', () => {
    expect(query('select 1')).toEqual(Buffer.from('Q\0\0\0\x0dselect 1\0'));
    expect(strings({ type: 'Q', bytes: query('选择 1') }, 1)).toEqual(['选择 1']);
  });

  it('report what is wrong, and what to do', () => {
    expect(report('FATAL', { code: '57P01', message: 'no', hint: 'yes' }).toString()).toBe(
      'E\0\0\0\x23SFATAL\0VFATAL\0C57P01\0Mno\0Hyes\0\0',
    );
  });

  it('are refused when a string in them does not end', () => {
    expect(() => strings({ type: 'P', bytes: message('P', Buffer.from('a\0b')) }, 2)).toThrow(ProtocolError);
  });
});
