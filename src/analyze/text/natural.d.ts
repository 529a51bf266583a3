/** Porter's stemmer alone: the package's index pulls in a thousand modules. */
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}
