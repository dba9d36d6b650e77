import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { pageStyleSource } from './page.ts';

/**
 * The content security policy of every answer. Nothing but our own files: no inline script, no `eval`, no other host
 * except images (product pictures and store logos may be anywhere). Styles need one more thing: BigDesign makes its
 * style sheets at run time (styled-components), which a browser allows only with a nonce; `'unsafe-inline'` is not
 * needed, because single properties are set through the object model, which no policy restricts.
 */
export function contentSecurityPolicy(frameAncestors: readonly string[], styleNonce?: string): string {
  const styles = ["'self'", styleNonce === undefined ? pageStyleSource : `'nonce-${styleNonce}'`];
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles.join(' ')}`,
    "img-src 'self' data: https:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.join(' ')}`,
  ].join('; ');
}

/**
 * Security headers of every answer. No `X-Frame-Options`: the app lives in the control panel's frame, and only
 * `frame-ancestors` can name it.
 */
export function securityHeaders(input: {
  frameAncestors: readonly string[];
  https: boolean;
}): RequestHandler[] {
  const policy = contentSecurityPolicy(input.frameAncestors);
  return [
    helmet({
      contentSecurityPolicy: false,
      frameguard: false,
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: input.https ? { maxAge: 31_536_000 } : false,
    }),
    (_request, response, next) => {
      response.set('Content-Security-Policy', policy);
      next();
    },
  ];
}

/** For answers that belong to one user or one moment. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
