/**
 * `npm run bench`: every figure we publish about speed, as ratios within one run. Each file `*.bench.ts` here exports
 * `run(print)`; `npm run bench -- pipeline` runs only those whose name contains the word. All words are passed on:
 * a bench that needs a file takes its path there.
 */
import { readdirSync } from 'node:fs';

interface Bench {
  readonly run: (print: (line: string) => void, args: readonly string[]) => Promise<void>;
}

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) {
  process.stderr.write(`no bench is named like ${wanted.join(', ')}\n`);
  process.exitCode = 2;
}
for (const file of files) {
  process.stdout.write(`\n## ${file.replace('.bench.ts', '')}\n\n`);
  const bench = (await import(new URL(file, import.meta.url).href)) as Bench;
  await bench.run((line) => void process.stdout.write(`${line}\n`), wanted);
}
