/**
 * Names that many people share, for they say that no name is given: `Anonymous`, 匿名用户, `j***n`. Whoever is called so
 * is not known; two posts by such a name are two voices.
 */

/** What a site writes where it gives no name, whole. */
const NOBODY = [
  '0|-1|-|n/?a|none|null|undefined|unknown|nobody|anon|anonym(?:ous|e|ously)?|an[oó]nimo|guest|visitor|private',
  '\\[?(?:deleted|removed)\\]?(?: (?:user|account))?|deactivated(?: (?:user|account))?|former (?:user|member)',
  '(?:an? )?(?:anonymous |verified |happy |amazon |google |trustpilot |facebook |yelp )?(?:customer|user|client|buyer|reviewer|reader|guest|member|travell?er)',
  '(?:[^\\s\\d]{0,4})(?:匿名|用户|用戶|网友|網友|游客|访客|訪客|顾客|顧客|买家|買家|住客|会员|會員)',
  '匿名.{0,4}|佚名|未知|无名氏?|路人[甲乙丙丁]?|.{0,3}已(?:注销|註銷|删除|刪除).{0,3}',
].join('|');
const WHOLE = new RegExp(`^(?:${NOBODY})$`, 'iu');

/** Letters taken out: `张***`, `j…n`. */
const MASKED = /[*＊•●×]{2}|^.[*＊•●×]|[*＊•●×].$|…|\.{3}/u;

/** Whether a name, or what a site gives as an author's id, is nobody's in particular. */
export function isNobody(name: string): boolean {
  const bare = name.normalize('NFKC').trim();
  return bare === '' || WHOLE.test(bare) || MASKED.test(bare);
}
