/**
 * Many words looked for in one pass: Aho & Corasick, “Efficient string matching”, CACM 18(6), 1975.
 *
 * For ASCII the automaton is complete: one array look-up a character. Other transitions live in one open-addressed table,
 * so that tens of thousands of words of any script stay small.
 */

/** Called for each occurrence: index of the pattern, offset just behind it. */
export type OnFound = (pattern: number, end: number) => void;

interface Trie {
  readonly states: number;
  /** By state. */
  readonly parent: Int32Array;
  readonly symbolTo: Int32Array;
  /** All states but the root, breadth first. */
  readonly order: Int32Array;
}

export class Automaton {
  /** Symbol of a code unit; 0 for units in no pattern. */
  readonly #symbols = new Uint16Array(0x10000);
  readonly #symbolCount: number;
  /** Symbols below this are ASCII. */
  readonly #asciiCount: number;
  /** Next state by state × ASCII symbol, failures already followed; a state's row is filled when it is first met. */
  readonly #ascii: Int32Array;
  readonly #filled: Uint8Array;
  /** The edges of the trie, for the rows yet to be filled. */
  readonly #firstChild: Int32Array;
  readonly #sibling: Int32Array;
  readonly #symbolTo: Int32Array;
  readonly #fail: Int32Array;
  /** Pattern that ends in a state, or −1. */
  readonly #output: Int32Array;
  /** Nearest state on the failure path that has an output, or −1. */
  readonly #more: Int32Array;
  readonly #root: Int32Array;
  #keys: Float64Array;
  #targets: Int32Array;
  #mask: number;

  /** `patterns`: distinct, none empty. */
  constructor(patterns: readonly string[]) {
    const used = new Set<number>();
    let units = 1;
    for (const pattern of patterns) {
      units += pattern.length;
      for (let i = 0; i < pattern.length; i++) used.add(pattern.charCodeAt(i));
    }
    let symbols = 1;
    let ascii = 1;
    for (const unit of Uint16Array.from(used).sort()) {
      if (unit < 128) ascii++;
      this.#symbols[unit] = symbols++;
    }
    this.#symbolCount = symbols;
    this.#asciiCount = ascii;
    let size = 16;
    while (size < units * 2) size *= 2;
    this.#mask = size - 1;
    this.#keys = new Float64Array(size).fill(-1);
    this.#targets = new Int32Array(size);
    this.#output = new Int32Array(units).fill(-1);
    this.#fail = new Int32Array(units);
    this.#more = new Int32Array(units).fill(-1);
    this.#root = new Int32Array(symbols);
    const trie = this.#grow(patterns, units);
    this.#link(trie);
    this.#ascii = new Int32Array(trie.states * ascii);
    this.#filled = new Uint8Array(trie.states);
    this.#symbolTo = trie.symbolTo;
    this.#firstChild = new Int32Array(trie.states).fill(-1);
    this.#sibling = new Int32Array(trie.states).fill(-1);
    for (let k = 0; k < trie.order.length; k++) {
      const state = trie.order[k]!;
      this.#sibling[state] = this.#firstChild[trie.parent[state]!]!;
      this.#firstChild[trie.parent[state]!] = state;
    }
  }

  #grow(patterns: readonly string[], atMost: number): Trie {
    const parent = new Int32Array(atMost);
    const symbolTo = new Int32Array(atMost);
    const depth = new Int32Array(atMost);
    let states = 1;
    for (let index = 0; index < patterns.length; index++) {
      const pattern = patterns[index]!;
      let state = 0;
      for (let i = 0; i < pattern.length; i++) {
        const symbol = this.#symbols[pattern.charCodeAt(i)]!;
        let next = this.#step(state, symbol);
        if (next < 0) {
          next = states++;
          this.#set(state, symbol, next);
          parent[next] = state;
          symbolTo[next] = symbol;
          depth[next] = i + 1;
        }
        state = next;
      }
      this.#output[state] = index;
    }
    return { states, parent, symbolTo, order: byDepth(depth, states) };
  }

  #link({ parent, symbolTo, order }: Trie): void {
    for (let k = 0; k < order.length; k++) {
      const state = order[k]!;
      const symbol = symbolTo[state]!;
      if (parent[state] === 0) {
        this.#root[symbol] = state;
        continue;
      }
      let fail = this.#fail[parent[state]!]!;
      let target = this.#step(fail, symbol);
      while (target < 0 && fail !== 0) {
        fail = this.#fail[fail]!;
        target = this.#step(fail, symbol);
      }
      const suffix = Math.max(target, 0);
      this.#fail[state] = suffix;
      this.#more[state] = this.#output[suffix]! >= 0 ? suffix : this.#more[suffix]!;
    }
  }

  /**
   * Fills a state's row of the ASCII table: it goes where its failure goes, but for its own edges. Failures are nearer
   * to the root, so this ends. Most rows of long lists are never needed, and filling all takes longer than all the rest.
   */
  #fill(state: number): void {
    const width = this.#asciiCount;
    const table = this.#ascii;
    if (state !== 0) {
      const fail = this.#fail[state]!;
      if (this.#filled[fail] === 0) this.#fill(fail);
      table.copyWithin(state * width, fail * width, (fail + 1) * width);
    }
    for (let child = this.#firstChild[state]!; child >= 0; child = this.#sibling[child]!) {
      const symbol = this.#symbolTo[child]!;
      if (symbol < width) table[state * width + symbol] = child;
    }
    this.#filled[state] = 1;
  }

  #slot(key: number): number {
    let slot = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 0x100000000) | 0, 0x85ebca6b);
    slot = (slot ^ (slot >>> 15)) & this.#mask;
    while (this.#keys[slot] !== key && this.#keys[slot] !== -1) slot = (slot + 1) & this.#mask;
    return slot;
  }

  #set(state: number, symbol: number, to: number): void {
    const key = state * this.#symbolCount + symbol;
    const slot = this.#slot(key);
    this.#keys[slot] = key;
    this.#targets[slot] = to;
  }

  #step(state: number, symbol: number): number {
    const key = state * this.#symbolCount + symbol;
    const slot = this.#slot(key);
    return this.#keys[slot] === key ? this.#targets[slot]! : -1;
  }

  /** Reports all occurrences in the first `length` code units, by their ends from left to right, longest first. */
  scan(units: Uint16Array, length: number, found: OnFound): void {
    const symbols = this.#symbols;
    const root = this.#root;
    const ascii = this.#ascii;
    const asciiCount = this.#asciiCount;
    const filled = this.#filled;
    let state = 0;
    for (let i = 0; i < length; i++) {
      const symbol = symbols[units[i]!]!;
      if (symbol === 0) {
        state = 0;
        continue;
      }
      if (symbol < asciiCount) {
        if (filled[state] === 0) this.#fill(state);
        state = ascii[state * asciiCount + symbol]!;
      } else if (state === 0) state = root[symbol]!;
      else {
        let next = this.#step(state, symbol);
        while (next < 0) {
          state = this.#fail[state]!;
          if (state === 0) {
            next = root[symbol]!;
            break;
          }
          next = this.#step(state, symbol);
        }
        state = next;
      }
      if (state === 0) continue;
      for (let s = this.#output[state]! >= 0 ? state : this.#more[state]!; s >= 0; s = this.#more[s]!) {
        found(this.#output[s]!, i + 1);
      }
    }
  }
}

/** The states 1 … `states` − 1 by their depth, counted into place. */
function byDepth(depth: Int32Array, states: number): Int32Array {
  const starts: number[] = [];
  for (let state = 1; state < states; state++) starts[depth[state]! + 1] = (starts[depth[state]! + 1] ?? 0) + 1;
  for (let d = 0, sum = 0; d < starts.length; d++) {
    sum += starts[d] ?? 0;
    starts[d] = sum;
  }
  const order = new Int32Array(states - 1);
  for (let state = 1; state < states; state++) order[starts[depth[state]!]!++] = state;
  return order;
}
