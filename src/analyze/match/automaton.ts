/**
 * Many words looked for in one pass: Aho & Corasick, “Efficient string matching”, CACM 18(6), 1975.
 *
 * Transitions live in one open-addressed table, so that tens of thousands of words of any script stay small; characters
 * that begin no word, most of a text, cost one array look-up.
 */

/** Called for each occurrence: index of the pattern, offset just behind it. */
export type OnFound = (pattern: number, end: number) => void;

export class Automaton {
  /** Symbol of a code unit; 0 for units in no pattern. */
  readonly #symbols = new Uint16Array(0x10000);
  readonly #symbolCount: number;
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
    let symbols = 1;
    let units = 1;
    for (const pattern of patterns) {
      units += pattern.length;
      for (let i = 0; i < pattern.length; i++) {
        const unit = pattern.charCodeAt(i);
        if (this.#symbols[unit] === 0) this.#symbols[unit] = symbols++;
      }
    }
    this.#symbolCount = symbols;
    let size = 16;
    while (size < units * 2) size *= 2;
    this.#mask = size - 1;
    this.#keys = new Float64Array(size).fill(-1);
    this.#targets = new Int32Array(size);
    this.#output = new Int32Array(units).fill(-1);
    this.#fail = new Int32Array(units);
    this.#more = new Int32Array(units).fill(-1);
    this.#root = new Int32Array(symbols);
    this.#link(this.#grow(patterns));
  }

  /** Builds the trie; returns its edges by depth: [from, symbol, to] in breadth-first order. */
  #grow(patterns: readonly string[]): [from: number, symbol: number, to: number][] {
    let states = 1;
    const levels: [number, number, number][][] = [];
    for (const [index, pattern] of patterns.entries()) {
      let state = 0;
      for (let i = 0; i < pattern.length; i++) {
        const symbol = this.#symbols[pattern.charCodeAt(i)]!;
        let next = this.#step(state, symbol);
        if (next < 0) {
          next = states++;
          this.#set(state, symbol, next);
          levels[i] ??= [];
          levels[i]!.push([state, symbol, next]);
        }
        state = next;
      }
      this.#output[state] = index;
    }
    return levels.flat();
  }

  #link(edges: readonly [from: number, symbol: number, to: number][]): void {
    for (const [from, symbol, to] of edges) {
      if (from === 0) {
        this.#root[symbol] = to;
        continue;
      }
      let fail = this.#fail[from]!;
      let target = this.#step(fail, symbol);
      while (target < 0 && fail !== 0) {
        fail = this.#fail[fail]!;
        target = this.#step(fail, symbol);
      }
      const suffix = Math.max(target, 0);
      this.#fail[to] = suffix;
      this.#more[to] = this.#output[suffix]! >= 0 ? suffix : this.#more[suffix]!;
    }
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
    let state = 0;
    for (let i = 0; i < length; i++) {
      const symbol = symbols[units[i]!]!;
      if (symbol === 0) {
        state = 0;
        continue;
      }
      if (state === 0) state = root[symbol]!;
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
