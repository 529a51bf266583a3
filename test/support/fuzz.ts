/** How many cases a property that fuzzes is tried with: few in every run of the tests, thousands with `npm run test:fuzz`. */

/** `cases`, or what EARSHOT_FUZZ_RUNS says where it says more. */
export function fuzzRuns(cases: number): { numRuns: number } {
  return { numRuns: Math.max(cases, Number(process.env.EARSHOT_FUZZ_RUNS ?? 0)) };
}

/** Milliseconds that a test of so many cases may take. */
export const FUZZ_TIMEOUT_MS = process.env.EARSHOT_FUZZ_RUNS ? 3_600_000 : 120_000;
