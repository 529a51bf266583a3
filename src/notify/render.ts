/** Views in, mails out. */
import { alertMessage } from './alert/message.ts';
import { BRIEF_LIMITS, briefMessage } from './brief/message.ts';
import { digestMessage } from './digest/message.ts';
import { type Mail, type RenderOptions, renderMail } from './mail/mail.ts';
import { operatorMessage } from './operator-message.ts';
import type { OperatorView } from './operator-view.ts';
import { type TestView, testMessage } from './test-message.ts';
import type { AlertView } from './views/alert.ts';
import type { BriefView } from './views/brief.ts';
import type { DigestView } from './views/digest.ts';

/** The mail that tells a recipient about one change of an incident. */
export function renderAlert(view: AlertView, options: RenderOptions): Promise<Mail> {
  return renderMail((limits) => alertMessage(view, options, limits), options);
}

/** A brand's day or week for one reader. Its days are the view's own; times are the reader's. */
export function renderDigest(view: DigestView, options: RenderOptions): Promise<Mail> {
  return renderMail((limits) => digestMessage(view, options, limits), options);
}

/** What operators are told about targets. */
export function renderOperatorNotice(view: OperatorView, options: RenderOptions): Promise<Mail> {
  return renderMail((limits) => operatorMessage(view, options, limits), options);
}

/** A message that says nothing but that it arrives. */
export function renderTest(view: TestView, options: RenderOptions): Promise<Mail> {
  return renderMail(() => testMessage(view, options), options);
}

/** An account of an incident on one page. */
export function renderBrief(view: BriefView, options: RenderOptions): Promise<Mail> {
  return renderMail(() => briefMessage(view, options, BRIEF_LIMITS), options);
}
