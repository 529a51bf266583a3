/** JSON without losing ids: sites write ids as numbers that JavaScript cannot hold exactly. */

const LONG_NUMBER = /\d{16}/;
/** Answers meant for script tags, `callback({…});`, and the guards some sites put before JSON. */
const WRAPPED = /^\s*(?:\)\]\}'|while\(1\);|for\(;;\);|(?:\/\*\*\/\s*)?[\w$.]{1,80}\()([\s\S]*?)\)?;?\s*$/;

/**
 * `JSON.parse`, but whole numbers beyond 2^53 become strings with all their digits, so that ids stay ids. A leading
 * byte-order mark is dropped. Throws `SyntaxError`.
 */
export function parseJson(text: string): unknown {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (!LONG_NUMBER.test(body)) return JSON.parse(body);
  return JSON.parse(body, (_key, value: unknown, context?: { source?: string }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const source = context?.source;
    return source !== undefined && /^-?\d+$/.test(source) ? source : value;
  });
}

/** The JSON inside a JSONP call or behind a `)]}'` guard; the text itself if it is neither. */
export function unwrapJson(text: string): string {
  return /^\s*[[{"]/.test(text) ? text : (WRAPPED.exec(text)?.[1] ?? text);
}
