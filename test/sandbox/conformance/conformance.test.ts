import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restEndpoints } from '../bigcommerce/api/index.ts';
import { notServed, notServedParts } from '../bigcommerce/api/not-served.ts';
import { hookOperations } from '../bigcommerce/hooks/endpoints.ts';
import { startSandbox, type Sandbox } from '../index.ts';
import { callCatalogue } from './catalogue-calls.ts';
import {
  deviations,
  operationsWithoutDocument,
  undocumentedParameters,
  type Deviation,
} from './deviations.ts';
import { documentsFolder, operationName, readDocuments } from './documents.ts';
import { createJudge, type Finding } from './judge-answer.ts';
import { callMetafields, callStoreMetafields } from './metafield-calls.ts';
import { callOrders } from './order-calls.ts';
import { callPeople } from './people-calls.ts';
import { callRecords } from './record-calls.ts';
import { resultsTable } from './results-table.ts';
import { startSession, type Session } from './session.ts';
import { callHooks, callStore } from './store-calls.ts';

const scopes = [
  'store_v2_information',
  'store_v2_customers',
  'store_v2_orders',
  'store_v2_transactions',
  'store_v2_products',
  'store_inventory',
  'store_locations',
  'store_channel_settings',
  'store_channel_listings',
  'store_v2_content',
  'store_sites',
];
const implemented = [...restEndpoints.map(({ method, path }) => `${method} ${path}`), ...hookOperations].map(
  (operation) => {
    const [method = '', path = ''] = operation.split(' ');
    return operationName(method, path);
  },
);
const folder = documentsFolder();

let sandbox: Sandbox;
let session: Session;
beforeAll(async () => {
  sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:9' });
  sandbox.bigcommerce.api.setSwitches({ quota: 1_000_000 });
  const { storeHash } = sandbox;
  const store = sandbox.bigcommerce.store(storeHash);
  const clientId = String(sandbox.appEnvironment()['BC_CLIENT_ID']);
  const { token } = sandbox.bigcommerce.login.tokens.grant({ clientId, storeHash, scopes });
  session = startSession(`${sandbox.urls.api}/stores/${storeHash}`, token);
  await callStore(session, store);
  await callHooks(session);
  await callOrders(session, store);
  await callPeople(session);
  await callMetafields(session, metafieldsOf('/v3/customers', 5));
  await callMetafields(session, metafieldsOf('/v3/orders', 105));
  await callMetafields(session, metafieldsOf('/v3/channels', 1));
  await callMetafields(session, metafieldsOf('/v3/inventory/locations', 1));
  await callMetafields(session, metafieldsOf('/v3/catalog/products', 90));
  await callMetafields(session, metafieldsOf('/v3/catalog/brands', 35));
  await callMetafields(session, metafieldsOf('/v3/catalog/categories', 18));
  await callMetafields(session, {
    bulk: '/v3/catalog/variants/metafields',
    own: '/v3/catalog/products/{id}/variants/{variant}/metafields',
    ids: [90, 900],
  });
  await callStoreMetafields(session);
  await callRecords(session, 90);
  await callCatalogue(session, store);
}, 60_000);
afterAll(() => sandbox.close());

test('every operation of the sandbox is called and answers as the call expects', () => {
  expect(new Set(implemented).size).toBe(implemented.length);
  const called = new Set(session.answers.map(({ operation }) => operation));
  expect(implemented.filter((operation) => !called.has(operation))).toEqual([]);
  expect([...called].filter((operation) => !implemented.includes(operation))).toEqual([]);
});

test('what BigCommerce has and the sandbox has not is told apart from what there is not', async () => {
  const parts = notServedParts.map((path) => `GET ${path}`);
  for (const operation of [...notServed, ...parts]) {
    const [method = '', path = ''] = operation.split(' ');
    const response = await fetch(session.storeUrl + path.replaceAll('{}', '90'), {
      method,
      headers: session.headers,
    });
    const body = await response.text();
    expect([operation, response.status]).toEqual([operation, 501]);
    expect(body).toContain(`${sandbox.urls.api}/sandbox/operations`);
  }
  const list: unknown = await (await fetch(`${sandbox.urls.api}/sandbox/operations`)).json();
  expect(list).toMatchObject({ notServed, served: expect.arrayContaining(['GET /v2/orders']) });
  const unknown = await fetch(`${session.storeUrl}/v3/no-such-thing`, { headers: session.headers });
  expect(unknown.status).toBe(404);
});

if (folder === undefined) {
  test('BigCommerce’s OpenAPI documents are absent: nothing is compared with them', () => {
    expect(documentsFolder()).toBeUndefined();
  });
} else {
  describe('compared with BigCommerce’s OpenAPI documents', () => {
    const documents = readDocuments(folder);
    const byName = new Map(documents.map((documented) => [documented.operation, documented]));
    let findings: Finding[];
    beforeAll(() => {
      const judge = createJudge();
      const all = session.answers.flatMap((answer) => {
        const documented = byName.get(answer.operation);
        return documented ? judge(documented, answer) : [];
      });
      const distinct = new Map(all.map((finding) => [JSON.stringify(finding), finding]));
      findings = [...distinct.values()];
      process.stdout.write(resultsTable(documents, implemented, findings));
    });

    test('whatever is not as documented is known, and why', () => {
      expect(findings.filter((finding) => !deviations.some((known) => explains(known, finding)))).toEqual([]);
    });

    test('no deviation is explained that no longer occurs', () => {
      const single = deviations.flatMap((known) =>
        known.operations.map((operation) => ({ ...known, operations: [operation] })),
      );
      expect(single.filter((known) => !findings.some((finding) => explains(known, finding)))).toEqual([]);
    });

    test('no parameter of a query is taken silently that is not documented, or is known with its reason', () => {
      const taken = restEndpoints.flatMap(({ method, path, query }) => {
        const operation = operationName(method, path);
        const documented = byName.get(operation);
        const names = documented ? query.filter((name) => !documented.query.includes(name)) : [];
        return names.length === 0 ? [] : [{ operation, names: names.sort() }];
      });
      const known = undocumentedParameters.map(({ operation, names }) => ({
        operation,
        names: names.toSorted(),
      }));
      expect(taken).toEqual(known);
    });

    test('every documented operation is served, or said not to be', () => {
      const missing = documents.map(({ operation }) => operation).filter((one) => !implemented.includes(one));
      expect(notServed.filter((operation) => implemented.includes(operation))).toEqual([]);
      expect(missing.filter((operation) => !notServed.includes(operation))).toEqual([]);
    });

    test('what no document has is known, and why', () => {
      const without = implemented.filter((operation) => !byName.has(operation)).sort();
      expect(without).toEqual(operationsWithoutDocument.map(({ operation }) => operation).sort());
    });
  });
}

function metafieldsOf(path: string, id: number) {
  return { bulk: `${path}/metafields`, own: `${path}/{id}/metafields`, ids: [id] };
}

function explains({ operations, at, what }: Deviation, finding: Finding): boolean {
  return at.test(finding.at) && what === finding.what && operations.includes(finding.operation);
}
