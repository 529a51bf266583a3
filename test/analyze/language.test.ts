import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../src/analyze/language.ts';
import { anyText } from './any-text.ts';

describe('detectLanguage', () => {
  it.each([
    ['zh', '酒店很好，但是客服态度太差'],
    ['zh', '我从小米换到 Acme 了'],
    ['zh', 'iPhone 15 Pro Max 太卡'],
    ['zh', '這個軟體很爛'],
    ['zh', '超级の好吃，推荐给大家'],
    ['zh', '[泪][泪]'],
    ['en', 'I love 小米 but the battery is bad'],
    ['en', 'Great!'],
    ['en', '@united thnx :-)'],
    ['en', '𝙗𝙖𝙡𝙖𝙣𝙘𝙚𝙙 matchmaking, the best'],
    ['ja', 'クソ出っ歯の笑顔見て、なんか元気が出た。'],
    ['ja', '接客がとても丁寧でした'],
    ['ko', '서비스가 너무 별로예요'],
    ['es', 'Muy buena empresa, tiene opciones para transferir'],
    ['fr', 'Le service est très mauvais et je ne reviens pas'],
    ['de', 'Der Service ist leider sehr schlecht'],
    ['pt', 'O serviço não é bom e nunca mais volto'],
    ['it', 'Il servizio è molto buono, grazie'],
    ['nl', 'De service is niet goed en heel duur'],
    ['id', 'Pelayanan nya tidak bagus dan lama banget'],
    ['tr', 'Bu ürün çok kötü ve hizmet yok'],
    ['ru', 'Большая помойка, лучше удалите'],
    ['uk', 'Дуже поганий сервіс, їжа холодна'],
    ['ar', 'تحكمها صعب بالنسبة لي'],
    ['th', 'บริการแย่มาก'],
    ['und', ''],
    ['und', '👍👍'],
    ['und', 'http://t.co/abc @united 123'],
  ])('%s: %s', (lang, text) => {
    expect(detectLanguage(text).lang).toBe(lang);
  });

  it('says how sure it is, between 0 and 1, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { lang, confidence } = detectLanguage(text);
        expect(lang).toMatch(/^(?:[a-z]{2}|und)$/);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
    expect(detectLanguage('Acme').confidence).toBeLessThan(detectLanguage('I do not like this at all').confidence);
  });
});
