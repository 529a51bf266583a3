/** The short form of `npm run test:chaos`: half a minute of attack, then everything must come right by itself. */
import { describe, expect, it } from 'vitest';
import { hasPostgres, postgresPrograms } from '../support/postgres-programs.ts';
import { loopback } from './installations.ts';
import { Random } from './random.ts';
import { chaos } from './town.ts';

// It stops its server: never one that somebody else uses.
describe.skipIf(!hasPostgres() || postgresPrograms() === undefined)('chaos', { timeout: 900_000 }, () => {
  it('processes killed, a site cut off, Postgres stopped: every post once, every alert once, every count its rows', async () => {
    const installation = await loopback();
    const said: string[] = [];
    try {
      const report = await chaos({
        ...installation,
        seconds: 30,
        outage: 5,
        random: Random(7),
        say: (line) => said.push(line),
        settle: 600,
      });
      expect(report.wrong, said.join('\n')).toEqual([]);
      expect(report.kills).toBeGreaterThan(0);
      expect(report.published).toBe(393);
    } finally {
      await installation.close();
    }
  });
});
