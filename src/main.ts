/** The command line: finds the command's file in `commands/`, hands over, turns errors into exit codes. */
import { existsSync, readdirSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import type { CommandContext, RegisterCommand } from './cli/context.ts';
import { systemClock } from './clock.ts';
import { EarshotError, messageOf, UsageError } from './errors.ts';

const COMMANDS = new URL('./commands/', import.meta.url);

async function main(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
      stop.abort(new UsageError(`stopped by ${signal}`));
    });
  }
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const context: CommandContext = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    clock: systemClock,
    signal: stop.signal,
    exitCode: 0,
  };
  const program = new Command('earshot')
    .description('Listens to what the public says about a brand, and tells the people responsible in time.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void process.stdout.write(text) });
  for (const name of commandsFor(argv[2])) {
    const { default: register } = (await import(new URL(`${name}.ts`, COMMANDS).href)) as { default: RegisterCommand };
    register(program, context);
  }
  try {
    await program.parseAsync([...argv]);
    return context.exitCode;
  } catch (error) {
    return report(error);
  }
}

/** Only the command that was asked for is loaded, so that a filter starts at once; for help, all of them. */
function commandsFor(name: string | undefined): string[] {
  if (name !== undefined && /^[a-z]+$/.test(name) && existsSync(new URL(`${name}.ts`, COMMANDS))) return [name];
  return readdirSync(COMMANDS)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const wrongUsage = error instanceof EarshotError && error.exitCode === 2;
  process.stderr.write(`earshot: ${error instanceof EarshotError ? error.message : messageOf(error)}\n`);
  if (error instanceof EarshotError && error.hint) process.stderr.write(`  ${error.hint}\n`);
  if (!(error instanceof EarshotError) && error instanceof Error && process.env.EARSHOT_DEBUG) {
    process.stderr.write(`${error.stack}\n`);
  }
  return wrongUsage ? 2 : 1;
}

process.exitCode = await main(process.argv);
