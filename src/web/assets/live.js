// News for an open page. Nothing moves under the reader's hand: what has come is announced, and shown when they ask for
// it; at once only where they stand at the top of the page with nothing in hand.
const bar = document.getElementById('live');

if (bar && 'EventSource' in window) {
  const button = bar.querySelector('button');
  const title = document.title;
  let source;

  // Whoever has just moved or typed may be about to press what stands there.
  const RESTING_MS = 10_000;
  let touched = 0;
  for (const kind of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove']) {
    window.addEventListener(kind, () => (touched = Date.now()), { passive: true });
  }

  const idle = () =>
    window.scrollY < 8 &&
    Date.now() - touched > RESTING_MS &&
    !document.querySelector('main details[open], main :focus, main:focus-visible') &&
    String(window.getSelection() ?? '') === '';

  const listen = () => {
    source?.close();
    source = new EventSource(bar.dataset.url);
    source.onmessage = ({ data }) => {
      const { incidents, mentions } = JSON.parse(data);
      const { brand } = bar.dataset;
      const count = brand ? (mentions[brand] ?? 0) : Object.values(mentions).reduce((sum, one) => sum + one, 0);
      if (!incidents && count === 0) return;
      if (idle()) {
        show();
        return;
      }
      button.textContent = incidents ? bar.dataset.incidents : bar.dataset.mentions.replace('#', String(count));
      bar.hidden = false;
      document.title = `• ${title}`;
    };
  };

  // Takes the page's content as it is now, in the place of what stands there.
  const show = async () => {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    if (!answer.ok || answer.redirected || !fresh) {
      location.reload();
      return;
    }
    document.querySelector('main').replaceWith(document.adoptNode(fresh));
    document.title = title;
    bar.hidden = true;
    listen();
  };

  button.addEventListener('click', show);
  listen();
}
