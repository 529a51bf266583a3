/** A user as lines of `earshot.yaml`, put in where they belong; every other line stays as it is. */
import { stringify } from 'yaml';

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly password: string | null;
  readonly email: string | null;
}

/** The text of the file with one more user. */
export function withUser(text: string, { id, name, role, password, email }: Entry): string {
  const fields = { name, role, ...(password !== null && { password }), ...(email !== null && { email }) };
  const lines = stringify({ [id]: fields }, { lineWidth: 0 }).replace(/^(?=.)/gm, '  ');
  const heading = /^users:[ \t]*(?:\{\s*\}[ \t]*)?(?:#.*)?(?:\r?\n|$)/m.exec(text);
  if (heading === null) {
    const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
    return `${text}${gap}users:\n${lines}`;
  }
  const at = heading.index + heading[0].length;
  const head = text.slice(0, at).replace(/\{\s*\}[ \t]*(?=(?:#.*)?(?:\r?\n)?$)/, '');
  return `${head}${head.endsWith('\n') ? '' : '\n'}${lines}${text.slice(at)}`;
}
