/** The first element below another that a selector matches, found without looking at the rest. */
import type { CheerioAPI } from 'cheerio';
import type { HtmlNode } from './html-text.ts';

/** An element of a document. */
export type HtmlElement = Extract<HtmlNode, { attribs: unknown }>;
export type FirstMatch = ($: CheerioAPI, within: HtmlElement) => HtmlElement | null;
type Test = (element: HtmlElement) => boolean;

/** Tags, classes, ids and the presence of attributes, in lower case where case could matter. */
const COMPOUND = /^([a-z][a-z0-9]*)?((?:\.-?[A-Za-z_][\w-]*|#[A-Za-z_][\w-]*|\[[a-z][a-z0-9-]*\])*)$/;
const PART = /([.#[])([\w-]+)/g;

/**
 * As `$(within).find(selector).first()`: many times a page, once for each field of each item. Selectors of tags, classes,
 * ids and attributes below each other, which nearly all are, are compiled and stop at the first match; all others go to
 * cheerio. A selector that is none throws when it is used.
 */
export function firstMatch(selector: string): FirstMatch {
  const chains = selector.split(',').map((each) => each.trim().split(/\s+/).map(testOf));
  const known: Test[][] = [];
  for (const chain of chains) {
    const tests = chain.filter((test) => test !== null);
    if (tests.length < chain.length) return ($, within) => $(within).find(selector).get(0) ?? null;
    known.push(tests);
  }
  return (_, within) => search(within, (element) => known.some((chain) => matches(element, chain, within)));
}

function testOf(compound: string): Test | null {
  const [all = '', tag, rest = ''] = COMPOUND.exec(compound) ?? [];
  if (all === '') return null;
  const tests: Test[] = tag === undefined ? [] : [({ name }) => name === tag];
  for (const [, sign, name = ''] of rest.matchAll(PART)) {
    if (sign === '.') tests.push(({ attribs }) => hasClass(attribs.class, name));
    else if (sign === '#') tests.push(({ attribs }) => attribs.id === name);
    else tests.push(({ attribs }) => Object.hasOwn(attribs, name));
  }
  return tests.length === 1 ? (tests[0] ?? null) : (element) => tests.every((test) => test(element));
}

function hasClass(classes: string | undefined, name: string): boolean {
  if (classes === undefined || classes.length < name.length) return false;
  return classes === name || classes.split(/\s+/).includes(name);
}

/** The last of `chain` matches the element, the others in turn ancestors of it up to `within`, as cheerio counts them. */
function matches(element: HtmlElement, chain: readonly Test[], within: HtmlElement): boolean {
  let left = chain.length - 1;
  if (chain[left]?.(element) !== true) return false;
  let node: HtmlNode | null = element;
  while (left > 0 && node !== null && node !== within) {
    node = node.parent;
    if (node !== null && 'attribs' in node && chain[left - 1]?.(node) === true) left--;
  }
  return left === 0;
}

/** In the order of the document. */
function search(within: HtmlElement, test: Test): HtmlElement | null {
  const rest: HtmlNode[] = within.children.toReversed();
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (!('attribs' in node)) continue;
    if (test(node)) return node;
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) rest.push(child);
    }
  }
  return null;
}
