import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../src/config/problem.ts';
import { YamlFile } from '../../src/config/yaml.ts';

function problemsOf(text: string): string[] {
  return new YamlFile('f.yaml', text).problems.map(formatProblem);
}

describe('values and their places', () => {
  const text = '# comment\nservice:\n  name: "Acme"\nlist: [a, {b: 2}]\nempty:\nused: &x {y: 1}\nagain: *x\n';
  const file = new YamlFile('f.yaml', text);

  test('the plain value', () => {
    expect(file.problems).toEqual([]);
    expect(file.value).toEqual({
      service: { name: 'Acme' },
      list: ['a', { b: 2 }],
      empty: null,
      used: { y: 1 },
      again: { y: 1 },
    });
  });

  test.each([
    [[], 'value', 2, 1],
    [['service'], 'key', 2, 1],
    [['service'], 'value', 3, 3],
    [['service', 'name'], 'key', 3, 3],
    [['service', 'name'], 'value', 3, 9],
    [['list', 0], 'value', 4, 8],
    [['list', 1, 'b'], 'value', 4, 15],
    [['empty'], 'value', 5, 7],
    [['again'], 'value', 7, 8],
  ] as const)('%j %s is at %i:%i', (path, part, line, column) => {
    expect(file.place(path, part)).toEqual({ line, column });
  });

  test('what is not there has no place; near it is the map it is missing from', () => {
    expect(file.place(['service', 'contact'])).toBeUndefined();
    expect(file.placeNear(['service', 'contact'])).toEqual({ line: 2, column: 1 });
    expect(file.placeNear(['nowhere', 'at', 'all'])).toEqual({ line: 2, column: 1 });
  });

  test('columns count characters as editors do, after Chinese words and tabs inside lines too', () => {
    expect(new YamlFile('f.yaml', '小米: {词: x}\n').place(['小米', '词'])).toEqual({ line: 1, column: 9 });
  });

  test('lines end in CRLF as well, and a byte order mark is no character', () => {
    const dos = new YamlFile('f.yaml', 'a: 1\r\nb: 2\r\n');
    expect(dos.value).toEqual({ a: 1, b: 2 });
    expect(dos.place(['b'])).toEqual({ line: 2, column: 4 });
  });
});

describe('a place within a text', () => {
  test.each([
    ['q: a AND b\n', 2, 1, 6],
    ['q: "a AND b"\n', 2, 1, 7],
    ["q: 'a AND b'\n", 2, 1, 7],
    ['q:\n  a AND b\n', 2, 2, 5],
    // Folded and escaped texts do not look in the file as they read: their start is the best that can be said.
    ['q: "a \\u0041ND b"\n', 2, 1, 4],
    ['q: >\n  a AND\n  b\n', 2, 1, 4],
  ])('%j', (text, offset, line, column) => {
    expect(new YamlFile('f.yaml', text).placeWithin(['q'], offset)).toEqual({ line, column });
  });
});

describe('broken YAML', () => {
  test.each([
    [
      'a: [1, 2\nb: 3\n',
      'f.yaml:2:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] [E105]',
    ],
    ['a:\n\t- x\n', 'f.yaml:2:1: a tab is used to indent; indent with blanks [E105]'],
    ['a: b: c\n', 'f.yaml:1:4: a second ":" on one line; put a value that contains ": " in quotes [E105]'],
    ['a: 1\n---\nb: 2\n', 'f.yaml:2:1: a second document begins here (---); put each into a file of its own [E105]'],
    ['a: "x\n', 'f.yaml:2:1: not valid YAML: Missing closing "quote [E105]'],
    ['a: !!js/function x\n', 'f.yaml:1:4: tags (!) are not used in configuration [E110]'],
    [
      'a: {x: 1}\nb:\n  <<: {x: 2}\n',
      'f.yaml:3:3: merge keys (<<) are not used in configuration; write the keys out [E110]',
    ],
    ['360: x\n', 'f.yaml:1:1: a key must be a word; write "360" [E110]'],
    ['{a: 1}: x\n', 'f.yaml:1:1: a key must be a word [E110]'],
    ['__proto__: {x: 1}\n', 'f.yaml:1:1: a key must be a word [E110]'],
    ['a: *x\n', 'f.yaml:1:4: alias *x has no anchor &x before it [E108]'],
    ['a: &x {b: *x}\n', 'f.yaml:1:11: alias *x leads back to itself [E108]'],
  ])('%j', (text, problem) => expect(problemsOf(text)).toEqual([problem]));

  test.each(['', '\n\n', '# only a comment\n', '---\n', '~\n'])('%j is empty', (text) => {
    expect(problemsOf(text)).toEqual(['f.yaml:1:1: the file is empty [E107]']);
  });

  test('every duplicate key is told, and the rest is still read', () => {
    const file = new YamlFile('f.yaml', 'a: 1\n"b": 2\na: 3\nc: {d: 1, d: 2}\n"b": 4\n');
    expect(file.problems.map(formatProblem)).toEqual([
      'f.yaml:3:1: "a" is given twice in the same map [E106]',
      'f.yaml:4:11: "d" is given twice in the same map [E106]',
      'f.yaml:5:1: "b" is given twice in the same map [E106]',
    ]);
    expect(file.value).toMatchObject({ a: 3 });
  });

  test('after a syntax error nothing else of the file is judged', () => {
    const file = new YamlFile('f.yaml', 'a: [1, 2\nb: 3\na: 4\n');
    expect(file.problems).toHaveLength(1);
    expect(file.value).toBeUndefined();
  });
});

describe('files made to exhaust us', () => {
  test('aliases that multiply', () => {
    let text = 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n';
    for (let i = 1; i <= 9; i++)
      text += `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]\n`;
    const start = performance.now();
    const file = new YamlFile('f.yaml', text);
    expect(file.problems.map(({ code, message }) => [code, message])).toEqual([
      ['E104', 'the file unfolds to more than 100,000 values'],
    ]);
    expect(file.value).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test('brackets nested deep', () => {
    expect(problemsOf(`a: ${'['.repeat(60)}${']'.repeat(60)}\n`)).toEqual([
      'f.yaml:1:54: the file unfolds to more than 50 levels [E104]',
    ]);
    const deep = problemsOf('['.repeat(5_000));
    expect(deep).toHaveLength(1);
    expect(deep[0]).toMatch(/\[E105\]$/);
  });
});
