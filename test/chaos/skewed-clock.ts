/**
 * Loaded before a program (`node --import`): shifts its wall clock by the seconds that stand in the file CLOCK_FILE, at
 * any moment. Timers and stopwatches go on undisturbed, as they do on a machine whose clock is set.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const file = process.env.CLOCK_FILE ?? '';
const realNow = Date.now.bind(Date);
const RealDate = Date;
let offset = 0;
let read = Number.NEGATIVE_INFINITY;

function skewedNow(): number {
  if (performance.now() - read > 200) {
    read = performance.now();
    offset = Number(readFileSync(file, 'utf8')) * 1_000;
  }
  return realNow() + offset;
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [skewedNow()] : args, newTarget),
  apply: () => new RealDate(skewedNow()).toString(),
  get: (target, name) => (name === 'now' ? skewedNow : Reflect.get(target, name, target)),
});
