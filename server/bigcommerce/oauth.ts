import { z } from 'zod';
import { UpstreamError } from '../upstream/errors.ts';
import { createHttpClient, type HttpOptions, type HttpResponse } from '../upstream/http-client.ts';
import { parseJson } from '../upstream/parse-json.ts';
import { answerToDetail } from './answer.ts';
import { idValue, textValue } from './values.ts';

export interface OauthUser {
  id: number;
  email: string;
}

/** What the token answer grants; nothing of the callback's query is in it. */
export interface OauthGrant {
  accessToken: string;
  scopes: string[];
  user: OauthUser;
  owner: OauthUser | null;
  storeHash: string;
}

export type OauthRefusal =
  /** 4xx: the code is used, too old or not for us, or the redirect address is not the registered one. */
  | 'refused'
  /** No answer, 5xx or 429: the same callback may be tried again. */
  | 'unreachable'
  /** A redirect or a page instead of a token. */
  | 'not-a-token'
  /** A token that may do nothing. */
  | 'no-scope'
  /** A token without a readable store hash. */
  | 'no-store';

export type OauthResult =
  | { ok: true; grant: OauthGrant }
  | { ok: false; reason: OauthRefusal; status: number | null; detail: string | null };

export interface Oauth {
  /** Swaps the callback's one-time code for the store's token. */
  exchange(callback: { code: string; scope: string; context: string }): Promise<OauthResult>;
}

const userSchema = z.object({ id: idValue, email: textValue });

const tokenSchema = z.object({
  access_token: z.string().min(8),
  scope: textValue,
  user: userSchema,
  // Documented, but not sent in every case.
  owner: userSchema.nullish().catch(null),
  context: textValue,
});

/**
 * The token exchange of an installation: JSON, exact redirect address, no redirects followed.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/auth
 */
export function createOauth(input: {
  /** `https://login.bigcommerce.com`. */
  loginUrl: string;
  clientId: string;
  clientSecret: string;
  /** Exactly as registered. */
  redirectUri: string;
  http?: HttpOptions;
}): Oauth {
  const http = createHttpClient({
    service: 'bigcommerce',
    baseUrl: input.loginUrl,
    timeoutMs: 15_000,
    maxBytes: 256 * 1024,
    // A kept connection may be closed by the other side at the moment it is used again. Everywhere else the call is made
    // again; here the merchant would see an installation fail.
    keepAlive: false,
    ...input.http,
  });
  return {
    async exchange({ code, scope, context }) {
      const body = {
        client_id: input.clientId,
        client_secret: input.clientSecret,
        code,
        context,
        scope,
        grant_type: 'authorization_code',
        redirect_uri: input.redirectUri,
      };
      try {
        const request = { method: 'POST', route: '/oauth2/token', json: JSON.stringify(body) } as const;
        return readToken(await http.send(request));
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        const notToken = error.failure === 'redirected' || error.failure === 'garbage';
        return refusal(notToken ? 'not-a-token' : 'unreachable', error.status);
      }
    },
  };
}

function readToken(response: HttpResponse): OauthResult {
  const { status } = response;
  if (status === 429 || status >= 500) return refusal('unreachable', status);
  if (status >= 400) return refusal('refused', status, answerToDetail(response.text));
  if (!/^application\/([\w.-]+\+)?json\b/i.test(response.headers['content-type'] ?? '')) {
    return refusal('not-a-token', status);
  }
  const token = tokenSchema.safeParse(parseJson(response.text));
  if (!token.success) return refusal('not-a-token', status);
  const scopes = token.data.scope.split(/\s+/).filter((scope) => scope !== '');
  if (scopes.length === 0) return refusal('no-scope', status);
  const storeHash = /^stores\/([a-z0-9]{1,40})$/.exec(token.data.context)?.[1];
  if (storeHash === undefined) return refusal('no-store', status);
  return {
    ok: true,
    grant: {
      accessToken: token.data.access_token,
      scopes,
      user: token.data.user,
      owner: token.data.owner ?? null,
      storeHash,
    },
  };
}

function refusal(reason: OauthRefusal, status: number | null, detail: string | null = null): OauthResult {
  return { ok: false, reason, status, detail };
}
