/** The trained models. Their bytes are read by the caller; each is unpacked when its language first turns up. */
import { decodeModel, SentimentModel } from '../sentiment/model.ts';
import { TargetModel } from '../sentiment/target.ts';

/** Languages with a model of their own. */
export const MODEL_LANGUAGES = ['zh', 'en'] as const;
export type ModelLanguage = (typeof MODEL_LANGUAGES)[number];

export interface Models {
  /** The model of a language. Throws what reading its bytes throws, or `ModelFormatError`. */
  get(lang: ModelLanguage): SentimentModel;
  /** The model of the feeling towards something a text names: the only one named, or one among several. Throws likewise. */
  target(lang: ModelLanguage, among?: boolean): TargetModel;
}

export const isModelLanguage = (lang: string): lang is ModelLanguage =>
  (MODEL_LANGUAGES as readonly string[]).includes(lang);

/** Languages whose posts that speak of several have a model of their own; the others read them with the one they have. */
const WITH_AMONG: ReadonlySet<string> = new Set<ModelLanguage>(['zh']);

/** `read` gives the bytes of a file in this folder by its name: `zh.bin`, `zh-target.bin` …. */
export function loadModels(read: (name: string) => Uint8Array): Models {
  const models = new Map<ModelLanguage, SentimentModel>();
  const targets = new Map<string, TargetModel>();
  const get = (lang: ModelLanguage): SentimentModel => {
    const model = models.get(lang) ?? new SentimentModel(decodeModel(read(`${lang}.bin`)));
    models.set(lang, model);
    return model;
  };
  return {
    get,
    target(lang, among = false) {
      const name = `${lang}-${among && WITH_AMONG.has(lang) ? 'among' : 'target'}.bin`;
      const model = targets.get(name) ?? new TargetModel(get(lang), decodeModel(read(name)));
      targets.set(name, model);
      return model;
    },
  };
}
