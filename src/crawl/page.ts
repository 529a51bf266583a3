/** A fetched or saved page, as crawlers see it: decoded and parsed only when asked, and only once. */
import { type CheerioAPI, load } from 'cheerio';
import { messageOf } from '../errors.ts';
import { decodeText } from './charset.ts';
import { type Page, ParseError } from './contract.ts';
import { parseJson, unwrapJson } from './json.ts';
import { readHtml } from './parsing/html-document.ts';

export interface PageParts {
  readonly url: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly label?: string | undefined;
}

export class FetchedPage implements Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly label: string | undefined;
  #text: string | undefined;
  #document: CheerioAPI | undefined;

  constructor(parts: PageParts) {
    this.url = parts.url;
    this.status = parts.status;
    this.headers = parts.headers;
    this.body = parts.body;
    this.label = parts.label;
  }

  text(): string {
    this.#text ??= decodeText(this.body, this.headers['content-type']);
    return this.#text;
  }

  $(): CheerioAPI {
    this.#document ??= this.#isXml()
      ? load(this.text(), { baseURI: this.url, xml: true })
      : readHtml(this.text(), this.url);
    return this.#document;
  }

  json(): unknown {
    const text = unwrapJson(this.text());
    try {
      return parseJson(text);
    } catch (error) {
      if (text.trim() === '') throw new ParseError('the page is empty, not JSON');
      const start = text.trimStart().slice(0, 60).replaceAll('\n', ' ');
      throw new ParseError(`the page is not JSON (${messageOf(error)}); it begins: ${start}`, { cause: error });
    }
  }

  #isXml(): boolean {
    const type = this.headers['content-type'] ?? '';
    if (/\bxhtml|text\/html/i.test(type)) return false;
    return /[/+]xml\b/i.test(type) || /^\s*<\?xml/.test(this.text().slice(0, 200));
  }
}
