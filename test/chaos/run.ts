/**
 * `npm run test:chaos -- [--seconds 600] [--seed 1] [--outage 60] [--settle 600]`: several processes on one machine, with
 * sites on loopback addresses of their own, under attack. Prints what happened and exits with 1 where anything is not as
 * it must be. With EARSHOT_TEST_DATABASE_URL an empty database there is used, and never stopped.
 */
import { parseArgs } from 'node:util';
import { ownPostgres } from './own-postgres.ts';
import { Random } from './random.ts';
import { chaos } from './town.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    outage: { type: 'string', default: '60' },
    settle: { type: 'string', default: '600' },
  },
});
const given = process.env.EARSHOT_TEST_DATABASE_URL;
const own = given ? null : await ownPostgres();
const say = (line: string) => process.stdout.write(`${line}\n`);
try {
  const report = await chaos({
    databaseUrl: own?.url ?? given ?? '',
    seconds: Number(values.seconds),
    ...(own && { outage: { seconds: Number(values.outage), stop: own.stop, start: own.start } }),
    random: Random(Number(values.seed)),
    say,
    settle: Number(values.settle),
  });
  for (const line of report.wrong) say(`WRONG: ${line}`);
  say(
    report.wrong.length === 0
      ? 'Every post once, every incident its alerts, every count its rows.'
      : `${report.wrong.length} things are wrong.`,
  );
  process.exitCode = report.wrong.length === 0 ? 0 : 1;
} finally {
  await own?.close();
}
