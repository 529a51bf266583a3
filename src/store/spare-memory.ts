/** Giving back what starting took: reading the program leaves half of the memory it needed behind as garbage. */
import v8 from 'node:v8';
import vm from 'node:vm';

/** How long after the start, in ms: by then the first ticks have loaded what they need. */
const SETTLED_MS = 20_000;

/** Tidies this thread's memory once, a little after the start; the engine would leave it until it needs more. */
export function spareMemoryLater(): NodeJS.Timeout {
  return setTimeout(tidy, SETTLED_MS).unref();
}

type Collector = (options: { type: 'major'; flavor: 'last-resort' }) => void;

function tidy(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect: Collector = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', flavor: 'last-resort' });
}
