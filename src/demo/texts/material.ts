/** What a language has to say: the shape of the town's writing material. */
import type { ASPECTS } from '../../model.ts';

/** What opinions are about: one of the ten aspects every brand has. */
export type Topic = (typeof ASPECTS)[number];

/** `told` says what happened and what it was like; `more` is how it went on, and follows a `told` of the same topic. */
export interface TopicTexts {
  readonly told: readonly string[];
  readonly more: readonly string[];
}

export type Topics = Readonly<Record<Topic, TopicTexts>>;

export interface Material {
  readonly complaints: Topics;
  readonly praise: Topics;
  /** Sets the scene and names the brand. */
  readonly openings: { readonly negative: readonly string[]; readonly positive: readonly string[] };
  readonly endings: {
    readonly negative: readonly string[];
    readonly positive: readonly string[];
    /** Regulator, press, court: rare in ordinary life. */
    readonly grave: readonly string[];
  };
  /** Facts that take no side, before or after what is felt. */
  readonly asides: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Short cries of the microblog, with emoticons. */
  readonly cries: { readonly negative: readonly string[]; readonly positive: readonly string[] };
  readonly titles: {
    readonly negative: readonly string[];
    readonly positive: readonly string[];
    readonly question: readonly string[];
  };
  /** Whole texts that name the brand without praise or blame. */
  readonly questions: readonly string[];
  /** How a question ends. */
  readonly thanks: readonly string[];
  readonly neutral: readonly string[];
  /** Says the opposite of what it means. */
  readonly sarcasm: readonly string[];
  /** Good and bad in one; the second half weighs more. */
  readonly mixed: { readonly negative: readonly string[]; readonly positive: readonly string[] };
  readonly adverts: readonly string[];
  /** The brand's word with another meaning: no mention. */
  readonly namesakes: readonly string[];
  /** The brand's answers under reviews. */
  readonly replies: { readonly negative: readonly string[]; readonly positive: readonly string[] };
}

/** What is said in and after the disaster. */
export interface DisasterMaterial {
  /** Angry posts of others, each naming the brand. */
  readonly angry: readonly string[];
  readonly angryMore: readonly string[];
  /** What sharers add. */
  readonly shared: readonly string[];
  readonly reviews: readonly string[];
  readonly threads: readonly { readonly title: string; readonly text: string }[];
  /** After the answer. */
  readonly relieved: readonly string[];
  readonly unmoved: readonly string[];
  readonly jokes: readonly string[];
}
