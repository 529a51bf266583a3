/** Every secret that a configuration holds, for those who must keep them out of what they write. */
import { Secret } from './secret.ts';
import type { Config } from './types.ts';

/** The values of all secrets that are set, wherever in the configuration they stand; each once. */
export function secretValues(config: Config): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (value instanceof Secret) {
      if (value.isSet) found.add(value.reveal('to keep it out of the log'));
    } else if (value instanceof Map) {
      for (const item of value.values()) visit(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) visit(item);
    }
  };
  visit(config);
  return [...found];
}
