/** Who may sign in to the pages, and how. */
import { z } from 'zod';
import { address, email, passwordHash, secret, webUrl, words } from '../fields.ts';

export const user = z
  .strictObject({
    name: words(100).describe('Shown on the pages.'),
    role: z
      .enum(['reader', 'responder', 'operator'])
      .describe('`reader` looks; `responder` handles incidents too; `operator` changes targets too.'),
    password: passwordHash().optional().describe('Hash of the password, as `earshot user add` writes it.'),
    email: email().optional().describe('Signs in with the provider of `web.oidc` under this address.'),
  })
  .check((context) => {
    if (context.issues.length > 0) return;
    const { password, email: mail } = context.value;
    if (password !== undefined || mail !== undefined) return;
    context.issues.push({
      code: 'custom',
      input: context.value,
      path: [],
      message: 'there is no way for this user to sign in',
      params: { code: 'E208', allowed: 'password, email, or both' },
    });
  });

export const oidc = z
  .strictObject({
    name: words(60).default('OpenID Connect').describe('What the button is called: `Sign in with NAME`.'),
    issuer: webUrl().describe('Address of the provider; what it offers is found there.'),
    client_id: words(300).describe('How the provider knows this installation.'),
    client_secret: secret().describe('What proves it to the provider.'),
  })
  .describe(
    'Signing in with OpenID Connect. The provider is told to come back to PUBLIC_URL/sign-in/provider/callback.',
  );

export const trustedProxies = z
  .array(address())
  .default([])
  .describe('Proxies in front of the pages, whose word about who asks (`X-Forwarded-For`) is believed.');
