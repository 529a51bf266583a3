/** Whatever stands in the files: a configuration, or problems with their places; never a crash, never a stall. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAgainst } from '../../src/config/explain.ts';
import { type ConfigProblem, formatProblem } from '../../src/config/problem.ts';
import { brandSchema } from '../../src/config/schema/brand.ts';
import { settingsSchema } from '../../src/config/schema/settings.ts';
import { targetSchema, targetsSchema } from '../../src/config/schema/target.ts';
import { YamlFile } from '../../src/config/yaml.ts';
import { FUZZ_TIMEOUT_MS, fuzzRuns } from '../support/fuzz.ts';

const SCHEMAS = [settingsSchema, brandSchema, targetSchema, targetsSchema];
const SEED = { seed: 20_161_202 };

/** Reads a text as every kind of file; returns the problems. */
function judge(text: string): ConfigProblem[] {
  const file = new YamlFile('f.yaml', text);
  const problems = [...file.problems];
  if (file.value !== undefined) for (const schema of SCHEMAS) checkAgainst(schema, file, [], problems);
  const lines = text.split('\n');
  const wrong = problems.filter((problem) => {
    const { line, column } = problem;
    const inFile = line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1;
    // One problem is one line of output, whatever was in the file.
    return !inFile || /[\p{Cc}\u2028\u2029\u202e\u2066]/u.test(formatProblem(problem));
  });
  expect(wrong).toEqual([]);
  return problems;
}

test(
  'any text at all',
  () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void judge(text)),
      { ...SEED, ...fuzzRuns(1_500) },
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  'any text of the characters YAML is made of',
  () => {
    const unit = fc.constantFrom(...'ab:-?[]{}&*!|>\'"%@`#, \n\t0.~<=小');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => void judge(text)),
      { ...SEED, ...fuzzRuns(1_500) },
    );
  },
  FUZZ_TIMEOUT_MS,
);

const files = ['earshot.yaml', 'brands/acme.yaml', 'targets/forum.yaml', 'targets/shop-api.yaml'];
const shipped = await Promise.all(
  files.map((name) => readFile(join(import.meta.dirname, '../../config', name), 'utf8')),
);

test(
  'the shipped files with a piece cut out and another put in',
  () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...shipped),
        fc.nat(),
        fc.nat(40),
        fc.oneof(
          fc.string({ maxLength: 12 }),
          fc.constantFrom('&a [*a]', ': ', '\n  - ', '"', '{env: X}', '1e999', '~'),
        ),
        (text, start, length, piece) => {
          const at = start % text.length;
          judge(text.slice(0, at) + piece + text.slice(at + length));
        },
      ),
      { ...SEED, ...fuzzRuns(250) },
    );
  },
  FUZZ_TIMEOUT_MS,
);

const KEYS = [
  'service',
  'contact',
  'web',
  'port',
  'mail',
  'smtp',
  'url',
  'env',
  'file',
  'recipients',
  'alerts',
  'brands',
];
const MORE = [
  'quiet_hours',
  'from',
  'to',
  'terms',
  'term',
  'not_in',
  'targets',
  'crawler',
  'options',
  'schedule',
  'x y',
];

test(
  'right keys with any values',
  () => {
    const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...KEYS, ...MORE), tie('tree'), { maxKeys: 6 }),
      ),
      leaf: fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant('all')),
    }));
    fc.assert(
      fc.property(tree, (value) => void judge(JSON.stringify(value))),
      { ...SEED, ...fuzzRuns(1_000) },
    );
  },
  FUZZ_TIMEOUT_MS,
);
