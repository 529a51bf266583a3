/** The trained models. Their bytes are read by the caller; each is unpacked when its language first turns up. */
import { decodeModel, SentimentModel } from '../sentiment/model.ts';
import { TargetModel } from '../sentiment/target.ts';

/** Languages with a model of their own. */
export const MODEL_LANGUAGES = ['zh', 'en'] as const;
export type ModelLanguage = (typeof MODEL_LANGUAGES)[number];

export interface Models {
  /** The model of a language. Throws what reading its bytes throws, or `ModelFormatError`. */
  get(lang: ModelLanguage): SentimentModel;
  /** The model of the feeling towards something a text names. Throws likewise. */
  target(lang: ModelLanguage): TargetModel;
}

export const isModelLanguage = (lang: string): lang is ModelLanguage =>
  (MODEL_LANGUAGES as readonly string[]).includes(lang);

/** `read` gives the bytes of a file in this folder by its name: `zh.bin`, `zh-target.bin` …. */
export function loadModels(read: (name: string) => Uint8Array): Models {
  const models = new Map<ModelLanguage, SentimentModel>();
  const targets = new Map<ModelLanguage, TargetModel>();
  const get = (lang: ModelLanguage): SentimentModel => {
    const model = models.get(lang) ?? new SentimentModel(decodeModel(read(`${lang}.bin`)));
    models.set(lang, model);
    return model;
  };
  return {
    get,
    target(lang) {
      const model = targets.get(lang) ?? new TargetModel(get(lang), decodeModel(read(`${lang}-target.bin`)));
      targets.set(lang, model);
      return model;
    },
  };
}
