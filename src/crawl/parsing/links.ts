/** Addresses: always absolute, only http(s), never throwing. */

/** `href` as an absolute http(s) address as seen from `base`; null for anything else (`javascript:`, `mailto:`, broken). */
export function absoluteUrl(href: string | null | undefined, base?: string): string | null {
  const trimmed = href?.trim();
  if (!trimmed) return null;
  const url = URL.parse(trimmed, base);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}

/** `url` with these query parameters set; null removes one. */
export function withQuery(url: string, parameters: Readonly<Record<string, string | number | null>>): string {
  const changed = new URL(url);
  for (const [key, value] of Object.entries(parameters)) {
    if (value === null) changed.searchParams.delete(key);
    else changed.searchParams.set(key, String(value));
  }
  return changed.href;
}

/** A query parameter of `url`; null if it has none. */
export function queryOf(url: string, name: string): string | null {
  return URL.parse(url)?.searchParams.get(name) || null;
}

/** An address with `{name}` replaced by each value, percent-encoded. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
}
