/** Secrets: named in YAML by where they are kept, never written there, and never printed by accident. */
import { inspect } from 'node:util';
import { EarshotError } from '../errors.ts';

/**
 * A value that must not appear in logs, errors or pages: only `reveal()` gives it; printing, JSON and logging give its
 * source. One that is missing is an error only where it is used.
 */
export class Secret {
  /** Where it comes from, in words: `environment variable SMTP_URL`, `file /run/secrets/smtp`. */
  readonly source: string;
  readonly #value: string | null;
  readonly #missing: string;

  private constructor(source: string, value: string | null, missing: string) {
    this.source = source;
    this.#value = value;
    this.#missing = missing;
  }

  static of(value: string, source = 'the program'): Secret {
    return new Secret(source, value, '');
  }

  /** `why`: what is wrong with the source, e.g. `is not set`. */
  static missing(source: string, why: string): Secret {
    return new Secret(source, null, why);
  }

  get isSet(): boolean {
    return this.#value !== null;
  }

  /** Throws `EarshotError` naming the source when the secret is missing. `use` says what it is needed for. */
  reveal(use: string): string {
    if (this.#value === null) throw new EarshotError(`${this.why}; it is needed ${use}`);
    return this.#value;
  }

  /** What is wrong with a missing secret: `environment variable X is not set`; empty for one that is set. */
  get why(): string {
    return this.isSet ? '' : `${this.source} ${this.#missing}`;
  }

  /** The same source with the same value. */
  equals(other: Secret): boolean {
    return this.source === other.source && this.#value === other.#value;
  }

  toString(): string {
    return `[secret: ${this.source}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
