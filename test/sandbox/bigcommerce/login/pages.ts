import type { AppProfile } from './apps.ts';
import type { AcceptanceNeed } from './installations.ts';
import type { StoreAccount, StoreUser } from './store-users.ts';

const style = `
:root { color: #313440; background: #f6f7fc; font: 16px/1.5 system-ui, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; }
main { max-width: 560px; margin: 0 auto; padding: 24px; border: 1px solid #d9dce9; border-radius: 8px; background: #fff; }
h1 { margin: 0 0 8px; font-size: 22px; line-height: 1.3; }
ul { padding-left: 20px; }
li, code { overflow-wrap: anywhere; }
form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; margin-top: 16px; }
label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; font-weight: 600; }
select, button, .button { padding: 9px 16px; border: 1px solid #8c93ad; border-radius: 4px; background: #fff; color: inherit; font: inherit; }
button, .button { display: inline-block; border-color: #3c64f4; background: #3c64f4; color: #fff; font-weight: 600; text-decoration: none; text-align: center; cursor: pointer; }
button:hover, .button:hover { background: #2852eb; }
:focus-visible { outline: 3px solid #8fa6f9; outline-offset: 2px; }
.small { color: #5e637a; font-size: 14px; }
@media (max-width: 400px) { body { padding: 8px; } main { padding: 16px; } }
`;

/** A whole page of simulated BigCommerce. `body` is HTML. */
export function renderPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** All scopes or none: the merchant cannot choose among them. */
export function renderConsent(input: {
  app: AppProfile;
  account: StoreAccount;
  user: StoreUser;
  external: boolean;
  why: 'not-installed' | AcceptanceNeed;
}): string {
  const { app, account, user, external, why } = input;
  const intro = {
    'not-installed': `${app.name} asks for these permissions in the store ${account.name}.`,
    scopes: `${app.name} has changed its permissions. Accept them to go on using it in ${account.name}.`,
    'owner-email': `The owner of ${account.name} has changed. Accept the permissions of ${app.name} again.`,
  }[why];
  const scopes = app.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('');
  const hidden = { client_id: app.clientId, store: account.hash, user: user.id, external: external ? 1 : '' };
  const fields = Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(String(value))}">`)
    .join('');
  return renderPage(
    why === 'not-installed' ? `Install ${app.name}` : `Accept changes of ${app.name}`,
    `<p>${escapeHtml(intro)}</p><ul>${scopes}</ul>
    <p class="small">Signed in as ${escapeHtml(user.name)} (${escapeHtml(user.email)}). Simulated BigCommerce.</p>
    <form method="post" action="/consent">${fields}<button id="accept">Confirm</button></form>`,
  );
}

/** Installing from outside the control panel: sign in, which here is a choice, and say in which store. */
export function renderSignIn(app: AppProfile, accounts: readonly StoreAccount[]): string {
  const options = accounts.flatMap((account) =>
    account.users
      .filter((user) => user.authorised)
      .map((user) => {
        const label = `${account.name} (${account.hash}) as ${user.name}`;
        return `<option value="${escapeHtml(`${account.hash} ${user.id}`)}">${escapeHtml(label)}</option>`;
      }),
  );
  return renderPage(
    `Sign in to install ${app.name}`,
    `<form method="get" action="/consent"><input type="hidden" name="client_id" value="${escapeHtml(app.clientId)}">
    <input type="hidden" name="external" value="1">
    <label>Store and user <select name="who">${options.join('')}</select></label><button>Continue</button></form>`,
  );
}
