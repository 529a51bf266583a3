/** A delivery's state as a word with its colour. */
import { type Html, html } from '../../notify/mail/html.ts';
import type { DeliveryLine } from '../../store/outbox-list.ts';
import type { Reader } from '../reader.ts';
import { OUTBOX_WORDS } from '../words/outbox.ts';

const LOOKS = {
  sent: ['positive', '✓'],
  dead: ['negative', '!'],
  pending: ['warn', '…'],
  superseded: ['neutral', '·'],
} as const;

export function stateChip(reader: Reader, { state }: DeliveryLine): Html {
  const [tone, sign] = LOOKS[state];
  return html`<span class="chip ${tone}"><span aria-hidden="true">${sign}</span>${OUTBOX_WORDS[reader.language].states[state]}</span>`;
}
