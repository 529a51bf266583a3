/** Telling apart the languages written in Latin letters, by their commonest words and their own letters. */
import type { Language } from '../language.ts';
import { isLatin } from '../text/chars.ts';

const words = (list: string): readonly string[] => list.split(/\s+/).filter((w) => w !== '');

/** Function words first, then the words that short posts and reviews consist of. */
export const ENGLISH_WORDS: ReadonlySet<string> = new Set(
  words(`the a an and or but if of to in on at for from with without by about as into over after before between through
  i you he she it we they me him her us them my your his its our their mine yours this that these those there here
  is are was were be been being am isn't aren't wasn't weren't ain't do does did don't doesn't didn't done doing
  have has had haven't hasn't hadn't will would won't wouldn't can could can't couldn't cannot should shouldn't must may might
  not no never nothing none what when where which who whom why how all any some every each both few more most other such only own same so than too very just
  again also always because ever even still yet now then once up down out off back really much many well good bad great best worst
  get got getting go going gone went come came make made take took give gave want need know think see look feel say said tell told
  thanks thank please sorry love hate like amazing awesome terrible horrible awful nice excellent perfect happy disappointed easy fast slow
  service customer flight time day days hour hours week today tomorrow yesterday people new first last one two
  i'm i've i'll i'd you're you've it's that's there's they're we're let's what's lol omg wtf yes yeah thx thnx ty pls plz ok okay hi hello hey
  use used using work works working worked buy bought price product app phone money help great quick help helped recommend food staff hotel room game play fun`),
);

interface Latin {
  readonly lang: string;
  readonly words: ReadonlySet<string>;
  /** Letters hardly any of the others use. */
  readonly letters: string;
}

const LATIN: readonly Latin[] = [
  {
    lang: 'es',
    letters: 'ñ¿¡',
    words: new Set(
      words(
        `el la los las de del que y en un una unos es son no por con para se su sus al lo como más mas pero muy está esta este esto estoy fue ser hay mi me te le les nos si sí ya o todo todos porque cuando sin sobre también tambien hasta donde quien desde nada gracias servicio bueno buena malo mala bien mal tiene tengo puede hace ni yo tú él ella nunca siempre`,
      ),
    ),
  },
  {
    lang: 'fr',
    letters: 'œ',
    words: new Set(
      words(
        `le la les de des du un une et en est que qui pas ne je tu il elle nous vous ils elles ce cette ces sont pour dans sur avec au aux mais ou où plus se sa son ses mon ma mes très tres bien être etre avoir fait été c'est j'ai n'est d'un d'une qu'il s'est comme tout tous sans si leur merci bonjour service aussi jamais rien même meme chez alors encore trop`,
      ),
    ),
  },
  {
    lang: 'de',
    letters: 'ßäöü',
    words: new Set(
      words(
        `der die das und ist nicht ich ein eine einen einem einer mit auf für fur von zu den dem des es sie er wir ihr im am sich auch als aber war hat haben wird wurde bei nach nur noch wie so oder man mich mir mein meine kein keine sehr gut schlecht danke bitte immer schon wenn dass daß aus über uber kann mehr was alles hier sind bin habe nie wieder zum zur vom`,
      ),
    ),
  },
  {
    lang: 'pt',
    letters: 'ãõ',
    words: new Set(
      words(
        `o a os as de do da dos das que e em um uma é não nao para por com se no na nos nas mais mas muito como foi ser são sao está esta eu você voce ele ela meu minha seu sua isso este essa pelo pela ao aos já ja também tambem só so sem quando tem tenho bom boa ruim bem obrigado obrigada nunca sempre até ate nem ou quem onde fazer`,
      ),
    ),
  },
  {
    lang: 'it',
    letters: 'ìò',
    words: new Set(
      words(
        `il lo la i gli le di del della dei che e è in un una uno per con non si sono ho ha mi ti ci ma come più piu al alla dal nel nella su questo questa molto anche ma se da perché perche quando tutto tutti grazie servizio buono buona male bene mai sempre solo io tu lui lei noi voi loro sia essere stato stata dopo ancora senza cosa`,
      ),
    ),
  },
  {
    lang: 'nl',
    letters: 'ĳ',
    words: new Set(
      words(
        `de het een en van ik je dat die in is niet op te zijn met voor aan er maar om ook als dan nog wel naar bij of uit zo kan hij ze we wat dit heb heeft was worden wordt mijn geen meer goed slecht erg zeer veel hebben deze over door nooit altijd bedankt alles uw jullie hun haar weer moet gaat`,
      ),
    ),
  },
  {
    lang: 'id',
    letters: '',
    words: new Set(
      words(
        `yang dan di ini itu dengan untuk tidak dari dalam pada akan saya aku kamu anda kami kita mereka ada adalah bisa sudah juga ke karena atau tapi lebih sangat banget nya gak nggak ga belum jadi kalau apa baik bagus buruk terima kasih lagi saja aja sama buat udah semua orang hari pelayanan`,
      ),
    ),
  },
  {
    lang: 'tr',
    letters: 'ğışİ',
    words: new Set(
      words(
        `ve bir bu da de için icin ile çok cok ne var yok değil degil ama ben sen biz siz gibi daha en mi mı mu mü olarak olan kadar sonra her şey sey iyi kötü kotu hiç hic teşekkürler hizmet`,
      ),
    ),
  },
  {
    lang: 'pl',
    letters: 'łąęśźżń',
    words: new Set(
      words(
        `i w na nie z do się sie to że ze jest jak ale po o od za co tak już juz dla czy tylko przez przy bardzo ja ty mnie mi jego jej są sa był byl była było dziękuję dobry zły`,
      ),
    ),
  },
  {
    lang: 'sv',
    letters: 'å',
    words: new Set(
      words(
        `och att det som en är på i av för med den till inte har jag om ett men var sig så vi man de kan när här mycket från bra dålig tack aldrig alltid vad hur`,
      ),
    ),
  },
  {
    lang: 'vi',
    letters: 'ăđơưạảấầẩậắằẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ',
    words: new Set(
      words(
        `và là của có không cho được này với người tôi bạn rất tốt khi đã thì mà ở trong một những các như cũng nhưng vì quá`,
      ),
    ),
  },
];

/** Word → in which languages it is common: bit 0 English, bit k + 1 `LATIN[k]`. */
const commonIn = new Map<string, number>();
for (const word of ENGLISH_WORDS) commonIn.set(word, 1);
for (const [k, { words: own }] of LATIN.entries()) {
  for (const word of own) commonIn.set(word, (commonIn.get(word) ?? 0) | (2 << k));
}
/** Letter → in which languages it is at home, as bits. */
const letterIn = new Map<number, number>();
for (const [k, { letters }] of LATIN.entries()) {
  for (const letter of letters) {
    const code = letter.charCodeAt(0);
    letterIn.set(code, (letterIn.get(code) ?? 0) | (2 << k));
  }
}

/** More words than this add nothing. */
const ENOUGH_WORDS = 60;

/** The likeliest language of a text in Latin letters; `und` where it has no letter. */
export function guessLatin(text: string): Language {
  const scores = new Float64Array(LATIN.length);
  let english = 0;
  let count = 0;
  const lower = text.toLowerCase();
  const add = (bits: number, weight: number) => {
    for (let k = 0, rest = bits >> 1; rest !== 0; k++, rest >>= 1) if (rest & 1) scores[k]! += weight;
  };
  for (let i = 0; i < lower.length && count < ENOUGH_WORDS; ) {
    if (!isWordPart(lower.charCodeAt(i))) {
      i++;
      continue;
    }
    let end = i;
    let letters = 0;
    for (; end < lower.length; end++) {
      const c = lower.charCodeAt(end);
      if (!isWordPart(c)) break;
      if (c > 127) letters |= letterIn.get(c) ?? 0;
    }
    count++;
    const bits = end - i > 12 ? 0 : (commonIn.get(lower.slice(i, end).replace('\u2019', "'")) ?? 0);
    if (bits & 1) english++;
    // A word that English has too (`no`, `me`, `die`) is half a proof.
    add(bits, bits & 1 ? 0.5 : 1);
    add(letters & ~bits, 0.8);
    i = end;
  }
  if (count === 0) return { lang: 'und', confidence: 0 };
  let best = 0;
  for (let k = 1; k < LATIN.length; k++) if (scores[k]! > scores[best]!) best = k;
  const foreign = scores[best]!;
  if (foreign > english + 0.4 && (foreign >= 2 || foreign / count >= 0.5)) {
    return { lang: LATIN[best]!.lang, confidence: Math.min(0.97, 0.5 + (0.5 * (foreign - english)) / (foreign + 1)) };
  }
  if (english === 0) return { lang: 'en', confidence: foreign > 0 ? 0.35 : 0.5 };
  return { lang: 'en', confidence: Math.min(0.99, 0.6 + 0.4 * ((english - foreign) / (english + 1))) };
}

const isWordPart = (c: number): boolean => isLatin(c) || c === 39 || c === 0x2019;
