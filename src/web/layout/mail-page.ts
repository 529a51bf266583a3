/** Messages as they were sent, shown as pages: they carry their styles in themselves, and nothing in them runs. */
import type { Context } from 'hono';

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

export function mailPage(c: Context, markup: string): Response | Promise<Response> {
  return c.html(markup, 200, { 'content-security-policy': POLICY });
}
