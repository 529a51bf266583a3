/**
 * `npm run test:chaos -- [--seconds 600] [--seed 1] [--outage 60] [--settle 600] [--one-host] [--logs DIR]`: an
 * installation under attack. Three hosts with addresses, cables and disks of their own, made of Linux namespaces (as root,
 * or where anybody may make them); where these are not to be had, or with `--one-host`, processes on this machine with
 * sites on loopback addresses. Prints what happened and exits with 1 where anything is not as it must be, at the latest
 * `settle` seconds after the last trouble. With EARSHOT_TEST_DATABASE_URL an empty database there is used, on one host,
 * and never stopped. `--logs`: what each process logs is left there.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loopback, threeHosts } from './installations.ts';
import { insideNamespaces, missingForNamespaces } from './network.ts';
import { Random } from './random.ts';
import { type ChaosOptions, chaos } from './town.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    outage: { type: 'string', default: '60' },
    settle: { type: 'string', default: '600' },
    logs: { type: 'string' },
    'one-host': { type: 'boolean', default: false },
    // Set by this program when it calls itself within namespaces.
    inside: { type: 'boolean', default: false },
  },
});
const say = (line: string) => void process.stdout.write(`${line}\n`);
const given = process.env.EARSHOT_TEST_DATABASE_URL;

function whyOneHost(): string | null {
  if (values['one-host']) return 'asked for';
  if (given) return 'EARSHOT_TEST_DATABASE_URL names a database elsewhere';
  return missingForNamespaces();
}

async function attack(): Promise<number> {
  if (values.logs) mkdirSync(values.logs, { recursive: true });
  const installation = values.inside ? await threeHosts() : await loopback(given);
  const options: ChaosOptions = {
    ...installation,
    ...{ seconds: Number(values.seconds), outage: Number(values.outage), settle: Number(values.settle) },
    random: Random(Number(values.seed)),
    logs: values.logs ?? null,
    say,
  };
  try {
    const { wrong } = await chaos(options);
    for (const line of wrong) say(`WRONG: ${line}`);
    say(
      wrong.length === 0
        ? 'Every post once, every incident its alerts, every count its rows.'
        : `${wrong.length} things are wrong.`,
    );
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await installation.close();
  }
}

if (values.inside) {
  // Whoever called this is gone, or wants it gone: as the first process of its namespace it takes all others with it.
  process.stdin.on('end', () => process.exit(130)).resume();
  process.exit(await attack());
}
const why = whyOneHost();
if (why === null) {
  say('Three hosts with addresses, cables and disks of their own.');
  process.exit(await insideNamespaces(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--inside']));
}
say(`One host, loopback addresses (${why}): nothing is cut off, no disk is filled, no clock is set.`);
process.exitCode = await attack();
