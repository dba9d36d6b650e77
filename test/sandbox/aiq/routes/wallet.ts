import { createHash } from 'node:crypto';
import type { Account } from '../account.ts';
import { unixSeconds } from '../clock.ts';
import { emailOrBlank, phoneOrBlank } from '../contact-details.ts';
import type { Discount } from '../discounts.ts';
import { AiqRefusal } from '../envelope.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { sendText } from '../opt-in.ts';
import { pointsOf, type Persona } from '../persona.ts';
import { isPlainObject } from '../plain-object.ts';

/** Wallet, PIN flow and redemption (help.aiq.com, Enhanced and Loyalty ecommerce integration). */
export const walletEndpoints: readonly AiqEndpoint[] = [
  {
    name: 'wallet',
    method: 'POST',
    path: '/api/v2/wallet',
    handle: (call) => showWallet(call, requireBodyPersona(call)),
  },
  {
    name: 'wallet',
    method: 'GET',
    path: '/api/v2/wallet/:phone',
    handle: (call) => showWallet(call, requirePhonePersona(call)),
  },
  // The documentation and third-party code disagree on the spelling, so both are served.
  { name: 'verifyWallet', method: 'POST', path: '/api/v2/verify/wallet', handle: sendPin },
  { name: 'verifyWallet', method: 'POST', path: '/api/v2/verify/contact/wallet', handle: sendPin },
  { name: 'viewWallet', method: 'POST', path: '/api/v2/view/wallet', handle: viewWithPin },
  { name: 'viewWallet', method: 'POST', path: '/api/v2/view/contact/wallet', handle: viewWithPin },
  { name: 'discountGroups', method: 'GET', path: '/api/v2/discount/groups', handle: () => null },
  {
    name: 'discounts',
    method: 'GET',
    path: '/api/v2/discount/:uid',
    handle: (call) => call.account.discounts,
  },
  { name: 'redeem', method: 'PUT', path: '/api/v1.1/discount/redeem/:uid/:id/:token', handle: redeem },
  {
    name: 'walletPass',
    method: 'GET',
    path: '/api/v2/walletPassDownloadLinks/:contactID',
    handle: linkPasses,
  },
];

function showWallet(call: AiqCall, persona: Persona): unknown {
  const { account, switches, query } = call;
  const contactID = account.contactIds.fromNumber(persona.number);
  return {
    contactID,
    loyaltyPoints: switches.hidePointsInWallet ? 0 : pointsOf(persona),
    hidePointsInWallet: switches.hidePointsInWallet,
    ...(query.get('badges') === 'true' ? { audiences: [{ name: 'All personas', avatar: '' }] } : {}),
    discountTemplates: account.discounts.map((discount) => ({
      ...discount,
      available: pointsOf(persona) >= discount.pointsDeduction,
      redemptionURL: `${call.origin}/api/v1.1/discount/redeem/${account.uid}/${discount.id}/${redeemToken(account, contactID, discount)}`,
    })),
  };
}

function sendPin(call: AiqCall): unknown {
  const persona = requireBodyPersona(call);
  const pin = String(Math.floor(1000 + call.account.draw() * 9000));
  const to = contactOf(call);
  call.account.pins.set(to, pin);
  sendText(call.account, to, 'pin', `Your code is ${pin}`);
  return { contactID: call.account.contactIds.fromNumber(persona.number) };
}

function viewWithPin(call: AiqCall): unknown {
  const persona = requireBodyPersona(call);
  const code = isPlainObject(call.body) ? call.body['code'] : undefined;
  const pin = call.account.pins.get(contactOf(call));
  if (pin === undefined || code !== pin) throw new AiqRefusal(403, 'wrong code');
  return showWallet(call, persona);
}

/** Deducts at once. */
function redeem(call: AiqCall): unknown {
  const { account, params, switches } = call;
  const discount = account.discounts.find((one) => one.id === params['id']);
  const number = account.contactIds.toNumber((params['token'] ?? '').slice(0, 32));
  const persona = number === null ? undefined : account.personas.get(number);
  if (!discount || !persona) throw new AiqRefusal(404);
  const contactID = account.contactIds.fromNumber(persona.number);
  if (params['token'] !== redeemToken(account, contactID, discount)) throw new AiqRefusal(404);
  const wasUsed = account.redemptions.some(
    (one) => one.persona === persona.number && one.discountID === discount.id,
  );
  if (wasUsed && !discount.reusable && switches.redeemOnce) throw new AiqRefusal(400, 'already redeemed');
  if (pointsOf(persona) < discount.pointsDeduction) throw new AiqRefusal(400, 'not enough points');
  persona.otherPoints -= discount.pointsDeduction;
  account.redemptions.push({
    ts: unixSeconds(account.clock.now()),
    persona: persona.number,
    value: -discount.pointsDeduction,
    note: discount.name,
    discountID: discount.id,
  });
  return { loyaltyPoints: pointsOf(persona) };
}

function linkPasses(call: AiqCall): unknown {
  const contactID = call.params['contactID'] ?? '';
  if (call.account.contactIds.toNumber(contactID) === null) throw new AiqRefusal(404);
  return {
    apple: `${call.origin}/pass/apple/${contactID}`,
    google: `${call.origin}/pass/google/${contactID}`,
  };
}

function redeemToken(account: Account, contactID: string, discount: Discount): string {
  const proof = createHash('sha256').update(`${account.uid} ${contactID} ${discount.id}`).digest('hex');
  return contactID + proof.slice(0, 16);
}

function contactOf(call: AiqCall): string {
  const body = isPlainObject(call.body) ? call.body : {};
  return phoneOrBlank(body['phone']) || emailOrBlank(body['email']);
}

function requireBodyPersona(call: AiqCall): Persona {
  const contact = contactOf(call);
  if (contact === '') throw new AiqRefusal(400, 'phone or email is required');
  const { personas } = call.account;
  const persona = personas.findByPhone(contact) ?? personas.findByEmail(contact);
  if (!persona) throw new AiqRefusal(404);
  return persona;
}

function requirePhonePersona(call: AiqCall): Persona {
  const persona = call.account.personas.findByPhone(call.params['phone'] ?? '');
  if (!persona) throw new AiqRefusal(404);
  return persona;
}
