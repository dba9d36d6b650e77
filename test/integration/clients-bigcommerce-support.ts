import {
  createBigcommerceClients,
  type BigcommerceClients,
  type StoreAccess,
} from '../../server/bigcommerce/clients.ts';
import type { BigcommerceClient } from '../../server/bigcommerce/types.ts';
import type { CallReport } from '../../server/upstream/calls.ts';
import { sendJson, startScriptedServer, type ScriptedServer } from './clients-server.ts';

/** The newest orders, as many as a page holds. */
export const firstPage = { sort: 'id:desc', limit: 250 } as const;

export interface BigcommerceBench {
  server: ScriptedServer;
  clients: BigcommerceClients;
  /** Every call that the clients reported, in order. */
  reports: CallReport[];
  /** A client of store abc123, or of another as the overrides say. */
  open(overrides?: Partial<StoreAccess>): BigcommerceClient;
  /** Has the server answer 200 with these bodies in turn, and from then on with the last. */
  answerWith(...bodies: unknown[]): void;
  close(): Promise<void>;
}

/** BigCommerce clients before a scripted server that answers with an empty list at first. */
export async function openBigcommerceBench(): Promise<BigcommerceBench> {
  const reports: CallReport[] = [];
  const server = await startScriptedServer((_, response) => sendJson(response, 200, []));
  const clients = createBigcommerceClients({
    apiUrl: server.url,
    clock: { now: () => new Date() },
    http: { timeoutMs: 2_000 },
    random: () => 0,
    onCall: (report) => reports.push(report),
  });
  return {
    server,
    clients,
    reports,
    open: (overrides = {}) =>
      clients.forStore({
        hash: 'abc123',
        token: 'canary-token-77',
        generation: 1,
        lane: 'live',
        budgetPercent: 50,
        ...overrides,
      }),
    answerWith(...bodies) {
      let call = 0;
      server.answer = (_, response) => {
        sendJson(response, 200, bodies[Math.min(call, bodies.length - 1)]);
        call += 1;
      };
    },
    async close() {
      clients.close();
      await server.close();
    },
  };
}
