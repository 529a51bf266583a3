/**
 * The charset of a page, and its text. Chinese sites still send GBK, GB18030, Big5 and Shift_JIS, without saying so or
 * saying something else. In order: byte-order mark, HTTP header, what the page says in itself, then the bytes.
 */
import { isAscii, isUtf8 as isWellFormed } from 'node:buffer';

/** Bytes of the beginning in which a page may name its charset. HTML says 1,024; real pages are later. */
const PRESCAN_BYTES = 4_096;
/** Bytes from which a charset is guessed. */
const SAMPLE_BYTES = 65_536;

const ascii = new TextDecoder('latin1');

/** A body's text. Never throws: what cannot be decoded becomes U+FFFD. */
export function decodeText(body: Uint8Array, contentType?: string | undefined): string {
  return new TextDecoder(detectCharset(body, contentType)).decode(body);
}

/**
 * The WHATWG name of a body's charset. What is declared is believed unless the bytes refute it: "UTF-8" that is not, or
 * a Latin-1 default before a body that is valid UTF-8 or plainly East Asian.
 */
export function detectCharset(body: Uint8Array, contentType?: string | undefined): string {
  const mark = byteOrderMark(body);
  if (mark) return mark;
  const declared = known(/charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(contentType ?? '')?.[1]) ?? declaredInside(body);
  if (isAscii(body)) return declared ?? 'utf-8';
  const utf8 = isUtf8(body);
  if (declared === 'utf-8') return utf8 ? declared : (guess(body) ?? declared);
  if (declared === null || declared === 'windows-1252')
    return utf8 ? 'utf-8' : (guess(body) ?? declared ?? 'windows-1252');
  // A valid UTF-8 text of some length is UTF-8, whatever else it may claim: by accident that does not happen.
  if (utf8 && !declared.startsWith('utf-16') && multibyteRuns(body) >= 4) return 'utf-8';
  return declared;
}

function byteOrderMark(body: Uint8Array): string | null {
  const [a, b, c] = body;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x3c && b === 0 && c === 0x3f) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0) return 'utf-16be';
  return null;
}

/** `<meta charset>`, `<meta http-equiv … charset=>`, `<?xml encoding=?>`, `@charset`. */
function declaredInside(body: Uint8Array): string | null {
  const head = ascii.decode(body.subarray(0, PRESCAN_BYTES));
  const xml = /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
  const meta = /<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head.replace(/<!--[\s\S]*?-->/g, ''))?.[1];
  const label = known(xml ?? meta);
  // A page that could be read this far is not in UTF-16 (HTML standard, "prescan").
  return label?.startsWith('utf-16') ? 'utf-8' : label;
}

function known(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    const { encoding } = new TextDecoder(label);
    return encoding === 'gbk' ? 'gb18030' : encoding;
  } catch {
    // An invented label declares nothing.
    return null;
  }
}

/** Valid UTF-8, but for a character cut off at the very end and at most one broken one in 2,000. */
function isUtf8(body: Uint8Array): boolean {
  if (isWellFormed(body)) return true;
  const text = new TextDecoder('utf-8').decode(body);
  let broken = text.endsWith('\ufffd') ? -1 : 0;
  let whole = 0;
  for (const char of text) {
    if (char === '\ufffd') broken++;
    else if (char > '\u007f') whole++;
  }
  return broken * 2_000 <= whole;
}

/** How many characters of more than one byte there are, as far as 4. */
function multibyteRuns(body: Uint8Array): number {
  let runs = 0;
  for (let i = 0; i < body.length && runs < 4; i++)
    if ((body[i] as number) >= 0xc2 && (body[i + 1] ?? 0) >= 0x80) runs++;
  return runs;
}

// Each about half of all characters in running text of its language.
const SIMPLIFIED =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运酒店服务客态度差评质买卖退款';
const TRADITIONAL =
  '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運店服務客態差評質買賣退款灣臺';
const KANA =
  'のにはをたがでてとしれさあいうえおかきくけこすせそちつなねまみめもやよらりるろわんっだじ。、ーアイウエオカキクコサシスタッテトナニネノハフプマミムメモラリルレロワンド';
const HANGUL = '이다는을를의에가고한하은지로기사도인그리있해시자나들서어만게수라대일정보여아오';
const LATIN = 'àâäçéèêëîïôöùûüßñáíóúæøåãõÀÉÖÜÄÅØÇ’‘“”–—…€£©®°«»·¿¡';
const PUNCTUATION = '，。！？、：；“”（）《》…—·【】';

const CANDIDATES: readonly (readonly [charset: string, common: ReadonlySet<string>])[] = [
  ['gb18030', new Set(SIMPLIFIED + PUNCTUATION)],
  ['big5', new Set(TRADITIONAL + PUNCTUATION)],
  ['shift_jis', new Set(KANA)],
  ['euc-jp', new Set(KANA)],
  ['euc-kr', new Set(HANGUL)],
  ['windows-1252', new Set(LATIN)],
];

/** The charset under which the bytes read most like a language; null if under none. */
function guess(body: Uint8Array): string | null {
  const sample = nonAsciiSample(body);
  let best: { charset: string; score: number } | null = null;
  for (const [charset, common] of CANDIDATES) {
    const score = plausibility(new TextDecoder(charset).decode(sample), common, charset === 'windows-1252');
    if (score > (best?.score ?? 0.15)) best = { charset, score };
  }
  return best?.charset ?? null;
}

/** The part of a page from its first byte beyond ASCII: markup before it says nothing about its charset. */
function nonAsciiSample(body: Uint8Array): Uint8Array {
  let start = 0;
  while (start < body.length && (body[start] as number) < 128) start++;
  return body.subarray(start > 0 ? start - 1 : 0, start + SAMPLE_BYTES);
}

/** Share of the characters beyond ASCII that are common in the language, less what no text contains. */
function plausibility(text: string, common: ReadonlySet<string>, alone: boolean): number {
  let total = 0;
  let good = 0;
  let bad = 0;
  let before = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const beyond = code > 127;
    if (beyond) {
      total++;
      if (common.has(char)) good += alone && before > 127 ? 0.2 : 1;
      // Broken sequences, private use, half-width kana (what GBK looks like in Shift_JIS), controls.
      else if (
        code === 0xfffd ||
        (code >= 0xe000 && code <= 0xf8ff) ||
        (code >= 0xff61 && code <= 0xff9f) ||
        code < 0xa0
      )
        bad++;
    }
    before = code;
  }
  return total === 0 ? 0 : (good - 3 * bad) / total;
}
