/** Word vectors made elsewhere, from a file's content. */
import { UsageError } from '../../../errors.ts';
import { unitsOf } from '../units.ts';
import type { UnitVectors } from './network-weights.ts';

/**
 * Reads vectors as JSON (`{"dimensions": 100, "vectors": {"the": [0.1, …], …}}`; numbers beyond `dimensions` are passed
 * over) or as lines `the 0.1 0.2 …` (GloVe, word2vec as text; a first line of two numbers is passed over), the commonest
 * words first. Entries that are no single unit of ours are left out. Throws `UsageError`.
 */
export function readVectors(content: string): UnitVectors {
  const entries = content.startsWith('{') ? fromJson(content) : fromLines(content);
  const byHash = new Map<number, Float32Array>();
  let dimensions = 0;
  for (const [word, numbers] of entries) {
    if (dimensions === 0) dimensions = numbers.length;
    if (numbers.length !== dimensions || dimensions === 0 || !numbers.every(Number.isFinite)) {
      throw new UsageError(`the vector of "${word}" should be ${dimensions || 'some'} numbers`);
    }
    const units = unitsOf(word);
    if (units.count === 1 && !byHash.has(units.hash[0]!)) byHash.set(units.hash[0]!, Float32Array.from(numbers));
  }
  if (byHash.size === 0) throw new UsageError('the file of vectors holds none');
  return { dimensions, byHash };
}

function* fromJson(content: string): Generator<readonly [string, readonly number[]]> {
  let read: { dimensions?: unknown; vectors?: unknown };
  try {
    read = JSON.parse(content) as typeof read;
  } catch (cause) {
    throw new UsageError('the file of vectors is not JSON, though it begins with a bracket', { cause });
  }
  const { dimensions, vectors } = read;
  if (typeof dimensions !== 'number' || typeof vectors !== 'object' || vectors === null) {
    throw new UsageError('the file of vectors lacks "dimensions" or "vectors"');
  }
  for (const [word, numbers] of Object.entries(vectors as Record<string, number[]>)) {
    yield [word, numbers.slice(0, dimensions)];
  }
}

function* fromLines(content: string): Generator<readonly [string, readonly number[]]> {
  for (const line of content.split('\n')) {
    const [word = '', ...numbers] = line.trim().split(' ');
    if (word === '' || numbers.length < 2) continue;
    yield [word, numbers.map(Number)];
  }
}
