/** OpenCC's table of traditional characters, `頭 头|髮 发|…`: first the character, then its simplified forms. */
declare module 'opencc-js/dict/TSCharacters' {
  const entries: string;
  export default entries;
}
