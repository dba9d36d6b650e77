import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSignatureVerifier, equalsSecret } from './verify-signature.ts';

const clientSecret = 'client-secret-ü';
const body = Buffer.from('{"scope":"store/order/created","data":{"id":250}}');

/** Made by the words of the Standard Webhooks specification, without its library. */
function headersFor(id: string, timestamp: string, secret = clientSecret, signed: Buffer = body) {
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(signed).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}

function verify(headers: Record<string, string>, received: Buffer = body) {
  return createSignatureVerifier(clientSecret)((name) => headers[name], received);
}

const now = String(Math.floor(Date.now() / 1000));
const good = headersFor('msg_1', now);

describe('the signature of a webhook', () => {
  it('is good when it is keyed with the bytes of the client secret', () => {
    expect(verify(good)).toBe('good');
  });

  it('is good among others, while the sender changes its key', () => {
    const other = headersFor('msg_1', now, 'older-secret')['webhook-signature'];
    expect(verify({ ...good, 'webhook-signature': `v1a,x ${other} ${good['webhook-signature']}` })).toBe(
      'good',
    );
  });

  it('is good however old, since deliveries are repeated for two days', () => {
    expect(verify(headersFor('msg_1', String(Number(now) - 172_800)))).toBe('good');
  });

  it('is absent without its header', () => {
    expect(verify({})).toBe('absent');
    expect(verify({ 'webhook-id': 'msg_1', 'webhook-timestamp': now })).toBe('absent');
  });

  it.each([
    ['another secret', headersFor('msg_1', now, 'another-secret')],
    ['another body', headersFor('msg_1', now, clientSecret, Buffer.from('{}'))],
    ['another id', { ...good, 'webhook-id': 'msg_2' }],
    ['another time', { ...good, 'webhook-timestamp': String(Number(now) + 1) }],
    ['no id', { ...good, 'webhook-id': '' }],
    ['no time', { ...good, 'webhook-timestamp': '' }],
    ['a time that is no number', { ...good, 'webhook-timestamp': '1e9' }],
    ['an endless time', { ...good, 'webhook-timestamp': '9'.repeat(30) }],
    ['an empty signature', { ...good, 'webhook-signature': '' }],
    ['another version', { ...good, 'webhook-signature': good['webhook-signature'].replace('v1', 'v2') }],
  ])('is wrong with %s', (_, headers) => {
    expect(verify(headers)).toBe('wrong');
  });

  it('is wrong when the body is not text', () => {
    expect(verify(good, Buffer.from([0xff, 0xfe]))).toBe('wrong');
  });
});

describe('equalsSecret', () => {
  it('compares texts of any length', () => {
    expect(equalsSecret('secret', 'secret')).toBe(true);
    expect(equalsSecret('secre', 'secret')).toBe(false);
    expect(equalsSecret('', 'secret')).toBe(false);
  });
});
