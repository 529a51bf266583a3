/** Smileys of keyboard characters, and what sites write in place of things that are not text. */

/** Two to five characters each. */
export const EMOTICONS: ReadonlySet<string> = new Set(
  `:) :-) :] :-] =) =] ;) ;-) :D :-D =D ;D xD XD X-D :P :-P :p :-p =P ;P :3 <3 ^^ ^_^ ^-^ ^.^ ^o^ \\o/ (: (; 8) 8-) B) B-) :* :-* ;* :') :'-) :o) c: C:
   :( :-( :[ :-[ =( =[ ;( ;-( :'( :'-( :"( D: D-: :< :-< >:( >:-( >:[ :/ :-/ =/ :\\ :-\\ =\\ :| :-| =| :S :-S :s :-s :@ >.< >_< T_T T.T TT TAT QAQ ;_; ;-; ._. -_- -.- =_= =.= o_O O_o o.O O.o :O :-O :o :-o :X :-X </3 orz Orz OTZ`
    .split(/\s+/)
    .filter((e) => e !== '' && e !== 'TT'),
);

export const EMOTICON_STARTS: ReadonlySet<number> = new Set([...EMOTICONS].map((e) => e.charCodeAt(0)));

/** Inside brackets, lower case. */
export const PLACEHOLDERS: ReadonlySet<string> = new Set(
  '图片 圖片 视频 視頻 影片 链接 鏈接 连结 連結 网页链接 网页鏈接 音乐 音樂 语音 語音 位置 图 圖 表情 表情包 动画表情 動畫表情 照片 文件 红包 转发 轉發 转载 轉載 原创 原創 投票 直播 广告 廣告 推广 組圖 组图 image video link photo gif picture pic ad removed deleted'.split(
    ' ',
  ),
);
