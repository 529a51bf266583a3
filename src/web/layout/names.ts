/** How brands and people are called on the pages. */
import type { Brand } from '../../model.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { LOCAL } from '../../pipeline/people.ts';
import type { WebDeps } from '../deps.ts';
import type { Reader } from '../reader.ts';

/** A brand's name; its id where it is no longer configured. */
export function brandName(brands: readonly Pick<Brand, 'id' | 'name'>[], id: string): string {
  return brands.find((brand) => brand.id === id)?.name ?? id;
}

/** A person's name as configured; their id where they are not. */
export function personName(
  { recipients, signIn }: Pick<WebDeps, 'recipients' | 'signIn'>,
  reader: Reader,
  id: string,
): string {
  if (id === LOCAL) return LABELS[reader.language].thisMachine;
  const known = [...recipients, ...signIn.accounts].find((one) => one.id === id);
  return known?.name ?? id;
}
