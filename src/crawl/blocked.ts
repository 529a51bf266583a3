/**
 * Pages that stand in the way of the page: log-in walls, CAPTCHAs, challenges. They often come with status 200, and to
 * take one for an empty page is how a monitor goes blind in silence. Recognised by what such pages say of themselves;
 * asked only of answers that are refusals anyway or that gave no posts, so that a page *about* CAPTCHAs is no alarm.
 */

interface Sign {
  readonly what: string;
  readonly pattern: RegExp;
  /** Also seen on ordinary pages (a log-in link, a form with a CAPTCHA): counts only on a page that says little else. */
  readonly weak?: true;
}

/** In the address, after redirects. */
const ADDRESSES: readonly Sign[] = [
  {
    what: 'a log-in page',
    pattern:
      /^https?:\/\/(?:passport|login|signin|accounts?|sso|auth)\.[^/?]+\/|\/(?:login|signin|sign-in|log-in|accounts\/login|uas\/login|authwall|checkpoint)(?:[/.?]|$)/i,
  },
  {
    what: 'a CAPTCHA page',
    pattern: /\/(?:captcha|antispider|anti_spider|verify(?:center)?|validate_captcha|sorry)(?:[/.?]|$)/i,
  },
];

/** In the page itself; each is wording or markup of a known gate. */
const CONTENTS: readonly Sign[] = [
  {
    what: 'a Cloudflare challenge',
    pattern:
      /<title>\s*(?:Just a moment|Attention Required! \| Cloudflare|请稍候)|cf-browser-verification|cf_chl_opt|\/cdn-cgi\/challenge-platform\/[^"']*orchestrate/i,
  },
  {
    what: 'an Aliyun challenge',
    pattern: /aliyun_waf|acw_sc__v[23]|<meta name="aliyun_waf|_waf_bd8ce2ce37|punish\?x5secdata|x5secdata/i,
  },
  { what: 'a Tencent challenge', pattern: /TencentCaptcha|turing\.captcha\.qcloud\.com|waf\.tencent/i },
  { what: 'a Weibo visitor page', pattern: /Sina Visitor System|passport\.weibo\.(?:com|cn)\/visitor|新浪通行证/i },
  {
    what: 'a Weibo log-in page',
    pattern: /<title>[^<]*(?:登录 - 新浪微博|微博通行证|Weibo Login)|passport\.weibo\.cn\/signin/i,
  },
  { what: 'a Baidu check', pattern: /百度安全验证|wappass\.baidu\.com\/static\/captcha/ },
  { what: 'a DataDome challenge', pattern: /(?:geo\.)?captcha-delivery\.com/i },
  { what: 'a PerimeterX challenge', pattern: /px-captcha|window\._pxAppId/i },
  { what: 'an Imperva challenge', pattern: /_Incapsula_Resource|Incapsula incident ID/i },
  { what: 'an AWS challenge', pattern: /awsWafCookieDomainList|gokuProps|AwsWafIntegration/ },
  { what: 'an Akamai refusal', pattern: /<title>\s*Access Denied\s*<\/title>[\s\S]{0,2000}Reference\s*(?:&#35;|#)/i },
  { what: 'a GeeTest CAPTCHA', weak: true, pattern: /initGeetest|gt\.js|geetest_(?:btn|panel|captcha)/i },
  {
    what: 'a CAPTCHA',
    weak: true,
    pattern:
      /(?:class|id|action|src)=["'][^"']*(?:g-recaptcha|h-captcha|hcaptcha|cf-turnstile|captcha)[^"']*["']|recaptcha\/api\.js/i,
  },
  {
    what: 'a check for robots',
    weak: true,
    pattern:
      /(?:are you (?:a |not a )?(?:robot|human)|robot or human|verify (?:that )?you are (?:a )?human|prove (?:that )?you'?re? (?:are )?(?:not a robot|human)|unusual traffic from your|automated (?:access|requests|queries)|enable javascript and cookies to continue|checking (?:if the site connection is secure|your browser before))/i,
  },
  {
    what: 'a check for robots',
    weak: true,
    pattern:
      /(?:滑动|拖动|点击|图形|人机|安全|访问)(?:滑块)?(?:进行)?验证(?!码登录)|验证您是(?:真人|人类)|异常(?:流量|请求|访问)|访问(?:过于|太)频繁|操作(?:过于|太)频繁|系统检测到您/,
  },
  {
    what: 'a log-in wall',
    weak: true,
    pattern:
      /(?:please |you must |you need to )(?:log ?in|sign ?in)\b[^<]{0,40}(?:continue|to (?:see|view|read|access)|first)|(?:log|sign) ?in to (?:continue|see|view|read)|登录后(?:查看|可见|继续|浏览|才能)|请(?:先)?登录(?:后)?|需要登录/i,
  },
];

/** In JSON answers of known APIs. */
const JSON_CODES: readonly Sign[] = [
  {
    what: 'a request to log in',
    pattern:
      /"ok":\s*-100\b|"(?:err)?(?:or)?_?code":\s*"?(?:-101|20101|21301|40302|need_login)\b|"need_?login":\s*(?:true|1)/i,
  },
  {
    what: 'a refusal of robots',
    pattern: /"code":\s*-(?:412|352|799)\b|"(?:error|message|msg)":\s*"[^"]{0,60}(?:captcha|验证码|风控|频繁|异常)/i,
  },
];

/** A gate's page has few words; a long page that mentions one is something else. */
const LONGEST_GATE_TEXT = 6_000;
const LONGEST_WEAK_TEXT = 800;
const SCAN_CHARS = 200_000;

/**
 * What stands in the way on this page, for people ("a Cloudflare challenge"); null if nothing does. `url` is the
 * address after redirects, `asked` the one that was asked for.
 */
export function gateOn(text: string, url: string, asked: string, contentType = ''): string | null {
  const moved = url.split('?')[0] !== asked.split('?')[0];
  const address = moved ? ADDRESSES.find(({ pattern }) => pattern.test(url)) : undefined;
  if (address) return address.what;
  const scanned = text.slice(0, SCAN_CHARS);
  if (/json/i.test(contentType) || /^\s*[[{]/.test(scanned)) {
    return JSON_CODES.find(({ pattern }) => pattern.test(scanned.slice(0, 2_000)))?.what ?? null;
  }
  const signs = CONTENTS.filter(({ pattern }) => pattern.test(scanned));
  if (signs.length === 0) return null;
  const length = wordsIn(scanned).length;
  return signs.find(({ weak }) => length <= (weak ? LONGEST_WEAK_TEXT : LONGEST_GATE_TEXT))?.what ?? null;
}

/** What a reader sees of a page, roughly. */
function wordsIn(html: string): string {
  return html
    .replace(/<!--|-->/g, ' ')
    .replace(/<(script|style|noscript|svg)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
