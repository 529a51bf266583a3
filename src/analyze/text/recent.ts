/** Remembering what was made of the texts read last: the stages that read one post ask for the same things in turn. */

/**
 * `work`, a pure function of a text, with its answers to the `slots` (a few) different texts asked last kept. Answers are
 * shared: nobody may write to them.
 */
export function recent<T>(slots: number, work: (text: string) => T): (text: string) => T {
  const texts: string[] = [];
  const answers: T[] = [];
  let next = 0;
  return (text) => {
    for (let i = 0; i < texts.length; i++) if (texts[i] === text) return answers[i]!;
    const answer = work(text);
    texts[next] = text;
    answers[next] = answer;
    next = (next + 1) % slots;
    return answer;
  };
}
