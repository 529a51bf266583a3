import type { Intent } from '../../model.ts';

/** Patterns (see `phrases/pattern.ts`) by intent. */
export type IntentPhrases = Readonly<Record<Intent, string>>;
