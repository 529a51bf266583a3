/** The shape of an aspect's word list. */
import type { ASPECTS } from '../../model.ts';

export type AspectWords = Readonly<
  Record<
    (typeof ASPECTS)[number],
    {
      /** Name the matter: a clause about it usually begins with them. */
      readonly topics: string;
      /** What is said of it, and of nothing else. */
      readonly signs: string;
    }
  >
>;
