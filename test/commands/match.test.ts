import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../src/cli/context.ts';
import { systemClock } from '../../src/clock.ts';
import register from '../../src/commands/match.ts';

const AIRLINES = fileURLToPath(new URL('../fixtures/airlines', import.meta.url));

interface Result {
  readonly out: { id: unknown; brands: { brand: string; why: unknown[] }[] }[];
  readonly err: string;
  readonly exitCode: number;
}

async function match(lines: readonly (string | object)[], config = AIRLINES): Promise<Result> {
  const written = { out: '', err: '' };
  const sink = (key: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[key] += String(chunk);
        done();
      },
    });
  const context: CommandContext = {
    stdin: Readable.from([`${lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n')}\n`]),
    stdout: sink('out'),
    stderr: sink('err'),
    env: {},
    clock: systemClock,
    signal: new AbortController().signal,
    exitCode: 0,
  };
  const program = new Command().exitOverride();
  register(program, context);
  await program.parseAsync(['match', '--config', config], { from: 'user' });
  const out = written.out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { out, err: written.err, exitCode: context.exitCode };
}

describe('earshot match', () => {
  it('writes a line for every input, with the place of each reason', async () => {
    const text = '从美联航换到 jet blue 了';
    const { out, err, exitCode } = await match([
      { id: '1', title: '', text, site: 'weibo', author: 'x' },
      { id: 2, text: 'hi' },
    ]);
    const start = text.indexOf('jet');
    expect(out).toEqual([
      { id: '1', brands: [{ brand: 'jetblue', why: [{ term: 'Jet Blue', field: 'text', start, end: start + 8 }] }] },
      { id: 2, brands: [] },
    ]);
    expect(err).toBe('');
    expect(exitCode).toBe(0);
  });

  it.each<[string, string[]]>([
    ['.@united why is my bag in Denver', ['united']],
    ["@JetBlue's new seats, #UnitedAirlines has none", ['jetblue', 'united']],
    ['@USAirways @AmericanAir nobody answers', ['american', 'us-airways']],
    ['@DeltaAssist help, back in the United States', []],
    ['flew United, then Southwest, then @VirginAmerica', ['southwest', 'united', 'virgin-america']],
    ['a united front in the southwest', []],
  ])('names the airlines of %j', async (text, brands) => {
    const { out } = await match([{ id: 'a', text, author: { name: 'Ann', id: 5 } }]);
    expect(out[0]?.brands.map((b) => b.brand)).toEqual(brands);
  });

  it('names lines that cannot be used and goes on', async () => {
    const { out, err, exitCode } = await match([
      '{',
      { id: 'a' },
      { id: 'b', text: 5 },
      { text: 'x', author: [] },
      { id: 'c', text: '@united' },
    ]);
    expect(err.split('\n').filter(Boolean)).toEqual([
      expect.stringContaining('line 1: not JSON'),
      'line 2: "text" is missing; it must be a string',
      'line 3: "text" must be a string',
      'line 4: "author" must be a name or an object with "name" and "id"',
    ]);
    expect(out.map((o) => o.id)).toEqual(['c']);
    expect(exitCode).toBe(1);
  });

  it('refuses a brand that can never match, with file and place', async () => {
    const broken = fileURLToPath(new URL('../fixtures/broken-query', import.meta.url));
    await expect(match([], broken)).rejects.toThrow(/acme\.yaml:4:\d+: .*this can never match/s);
  });
});
