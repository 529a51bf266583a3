/** The file beside a file that could not be taken whole: which lines, why, and what to do. */
import type { Brought } from '../pipeline/doors/bring.ts';

/** `line N: what is wrong`, one a line, below a sentence for whoever dropped the file. */
export function reasonsFile(name: string, brought: Brought): string {
  const { read, failed, errors, notes } = brought;
  const stored = read - failed;
  const rest = stored === 0 ? 'nothing is stored.' : `the other ${stored} ${stored === 1 ? 'is' : 'are'} stored.`;
  const lines = [
    `${name}: ${failed} of ${read} rows could not be used, ${rest}`,
    'Mend them and drop the file again: what is stored already is not stored twice.',
    '',
    ...errors.map(({ line, message }) => `line ${line}: ${message}`),
  ];
  if (failed > errors.length) lines.push(`and ${failed - errors.length} more`);
  if (notes.length > 0) {
    lines.push('', 'Stored without a field that made no sense:');
    lines.push(...notes.map(({ line, message }) => `line ${line}: ${message}`));
  }
  return `${lines.join('\n')}\n`;
}
