/** What things are called. */
import type { Brand } from '../../model.ts';

/** A brand's name; its id where it is no longer configured. */
export function brandName(brands: readonly Pick<Brand, 'id' | 'name'>[], id: string): string {
  return brands.find((brand) => brand.id === id)?.name ?? id;
}
