import express from 'express';
import type { Router } from 'express';
import type { Account } from './account.ts';
import { unixSeconds } from './clock.ts';
import { dayOrBlank, emailOrBlank, textOrBlank, tidyPhone } from './contact-details.ts';
import { askForOptIn } from './opt-in.ts';
import { upsertPersona } from './persona-upsert.ts';
import { noDetails } from './persona.ts';
import { isPlainObject } from './plain-object.ts';
import { joinProgramme } from './routes/members.ts';

/**
 * AIQ's hosted sign-up form. Who signs up here is known to AIQ alone: source "AIQ Loyalty" and no source id,
 * until a connected shop makes a customer of them.
 */
export function createJoinPage(accountOf: (uid: string) => Account | undefined): Router {
  const router = express.Router();
  router.use('/joinMembers/:uid', express.urlencoded({ extended: false, limit: '100kb' }));
  router.get('/joinMembers/:uid', (request, response) => {
    const account = accountOf(request.params.uid);
    if (!account) response.status(404).send(page('This club does not exist.', ''));
    else response.send(page(`Join ${account.programme.name}`, form));
  });
  router.post('/joinMembers/:uid', (request, response) => {
    const account = accountOf(request.params.uid);
    if (!account) {
      response.status(404).send(page('This club does not exist.', ''));
      return;
    }
    const body: unknown = request.body;
    const said = isPlainObject(body) ? body : {};
    if (signUp(account, said)) response.send(page('Welcome! You are a member now.', ''));
    else
      response.status(400).send(page('Please give an e-mail address or a mobile phone of 10 digits.', form));
  });
  return router;
}

function signUp(account: Account, said: Record<string, unknown>): boolean {
  const mobilePhone = tidyPhone(said['mobilePhone']);
  const email = emailOrBlank(said['email']);
  if (mobilePhone === '' && email === '') return false;
  const persona = upsertPersona(
    account,
    {
      ...noDetails,
      mobilePhone,
      email,
      firstName: textOrBlank(said['firstName']),
      lastName: textOrBlank(said['lastName']),
      birthdate: dayOrBlank(said['birthday']),
    },
    { order: account.nextOrder(), match: 'contact', source: 'AIQ Loyalty' },
  );
  joinProgramme(account, persona);
  if (said['emailOptIn'] === 'on') persona.emailOptInTime ??= unixSeconds(account.clock.now());
  if (said['smsOptIn'] === 'on') askForOptIn(account, persona);
  return true;
}

const form = `<form method="post">
<label>First name <input name="firstName" autocomplete="given-name"></label>
<label>Last name <input name="lastName" autocomplete="family-name"></label>
<label>Mobile phone <input name="mobilePhone" inputmode="tel" autocomplete="tel"></label>
<label>E-mail <input name="email" type="email" autocomplete="email"></label>
<label>Birthday <input name="birthday" type="date"></label>
<label class="tick"><input name="emailOptIn" type="checkbox"> E-mail me offers</label>
<label class="tick"><input name="smsOptIn" type="checkbox"> Text me offers (reply YES to confirm)</label>
<button>Join</button>
</form>`;

/** `body` is trusted HTML of this file; the title is escaped. */
function page(title: string, body: string): string {
  const shown = title.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shown}</title>
<link rel="stylesheet" href="/sandbox/page/style.css">
</head>
<body class="join"><main><h1>${shown}</h1>${body}</main></body>
</html>`;
}
