import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { findLeaks, metricsToken } from './canaries.ts';

/** The guard over everything that apps under test write: it has to see each kind of secret among other text. */
describe('what an app under test has written', () => {
  let sandbox: Sandbox;
  let clientId: string;
  beforeAll(async () => {
    sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:9' });
    clientId = sandbox.appEnvironment()['BC_CLIENT_ID'] ?? '';
  });
  afterAll(() => sandbox.close());

  const found = (text: string) =>
    findLeaks(sandbox, `{"level":30,"msg":"before"}\n{"level":40,"x":"${text}"}\n{"level":30}`);

  it('may hold ids, times and addresses', () => {
    const lines = [
      `{"level":30,"time":1795561219000,"store":"${sandbox.storeHash}","order":"1000000001","customer":"12"}`,
      'at run (file:///app/node_modules/pkg@1.2.3/index.js:10:20) http://127.0.0.1:4000/api/status',
      '# HELP http_request_seconds mongodb://127.0.0.1:27017/test-0a1b',
    ];
    expect(lines.map(found)).toEqual([[], [], []]);
  });

  it('is found out when it holds a token, a key, a secret or a JWT', () => {
    const { login, hooks } = sandbox.bigcommerce;
    const { token } = login.tokens.grant({ clientId, storeHash: sandbox.storeHash, scopes: [] });
    const load = sandbox.bigcommerce.login.installations.payload('load', {
      clientId,
      storeHash: sandbox.storeHash,
      userId: login.account(sandbox.storeHash).ownerId,
    });
    hooks.registry.create(
      { clientId, storeHash: sandbox.storeHash },
      {
        scope: 'store/order/*',
        destination: 'http://127.0.0.1:9/hook',
        is_active: true,
        headers: { 'x-secret': 'secret-of-the-webhook' },
      },
    );
    const secrets = [
      token,
      load,
      demoAccount.key,
      sandbox.appEnvironment()['BC_CLIENT_SECRET'] ?? '',
      'secret-of-the-webhook',
      metricsToken,
    ];
    for (const secret of secrets) expect(found(secret)).not.toEqual([]);
  });

  it('is found out when it holds an e-mail, a phone or a name', () => {
    const customers = [...sandbox.bigcommerce.store(sandbox.storeHash).oracle.customers()];
    const withPhone = customers.find(({ phone }) => phone.replace(/\D/g, '').length >= 10);
    const personal = [
      'guest.of-nobody@mail.example',
      `${customers[0]?.firstName} ${customers[0]?.lastName}`,
      withPhone?.phone ?? '',
      withPhone?.phone.replace(/\D/g, '').slice(-10) ?? '',
    ];
    for (const text of personal) expect(found(text)).not.toEqual([]);
  });
});
