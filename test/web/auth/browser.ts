/** A browser, as far as signing in is concerned: it keeps cookies and fills in forms. */
import type { Hono } from 'hono';

export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #app: Hono;
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(app: Hono, origin = 'http://localhost:8480', headers: Readonly<Record<string, string>> = {}) {
    this.#app = app;
    this.#origin = origin;
    this.#headers = { 'accept-language': 'en', 'user-agent': 'Test browser', ...headers };
  }

  async get(path: string): Promise<Response> {
    return this.#send(path, { method: 'GET' });
  }

  /** Sends a form of the page at `from` (default: the same address) with its hidden word. */
  async submit(path: string, fields: Record<string, string> = {}, from = path): Promise<Response> {
    return this.post(path, { csrf: await this.word(from), ...fields });
  }

  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  /** The word that the forms of a page carry. */
  async word(path: string): Promise<string> {
    const page = await (await this.get(path)).text();
    return /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  }

  async signIn(user: string, password: string, then = '/'): Promise<Response> {
    return this.submit('/sign-in', { user, password, then });
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.#headers, ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await this.#app.request(new URL(path, this.#origin).href, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
