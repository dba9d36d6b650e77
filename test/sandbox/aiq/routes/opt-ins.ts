import { emailOrBlank, isTenDigitPhone } from '../contact-details.ts';
import { unixSeconds } from '../clock.ts';
import { AiqRefusal } from '../envelope.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { askForOptIn, forceOptIn, optOut } from '../opt-in.ts';

/**
 * "New Opt-in" (help.aiq.com, Personas endpoints): sets the flag of a channel, creates no contact, is forced
 * unless `doubleOpt=true`, and leaves explicit opt-outs alone. With `loyalty=false` the double opt-in is
 * skipped; that is read as a forced opt-in here, the reading that a careful integrator must avoid.
 */
export const optInEndpoints: readonly AiqEndpoint[] = [
  { name: 'optInText', method: 'PUT', path: '/api/v2/optin/text/:phone/:value', handle: optInText },
  { name: 'optInText', method: 'PUT', path: '/api/v1.1/optin/:uid/:phone/:value', handle: optInText },
  { name: 'optInEmail', method: 'PUT', path: '/api/v2/optin/email/:email/:value', handle: optInEmail },
];

function optInText(call: AiqCall): unknown {
  const value = readFlag(call);
  const phone = call.params['phone'] ?? '';
  if (!isTenDigitPhone(phone)) throw new AiqRefusal(400, 'phone must have 10 digits');
  const persona = call.account.personas.findByPhone(phone);
  if (!persona) throw new AiqRefusal(call.switches.unknownOptInStatus);
  if (!value) optOut(call.account, persona);
  else if (call.query.get('doubleOpt') === 'true' && call.query.get('loyalty') !== 'false') {
    askForOptIn(call.account, persona);
  } else forceOptIn(call.account, persona);
  return null;
}

function optInEmail(call: AiqCall): unknown {
  const value = readFlag(call);
  const email = emailOrBlank(call.params['email']);
  if (email === '') throw new AiqRefusal(400, 'email is not valid');
  const persona = call.account.personas.findByEmail(email);
  if (!persona) throw new AiqRefusal(call.switches.unknownOptInStatus);
  persona.emailOptInTime = value ? (persona.emailOptInTime ?? unixSeconds(call.account.clock.now())) : null;
  return null;
}

function readFlag(call: AiqCall): boolean {
  const value = call.params['value'];
  if (value !== 'true' && value !== 'false') throw new AiqRefusal(400, 'the last part must be true or false');
  return value === 'true';
}
