import { createHash } from 'node:crypto';
import { readBatch, readSingle } from '../batch.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { showLater } from '../inbox.ts';
import { checkSale } from '../sale-check.ts';
import { showSale } from '../sale-ledger.ts';
import type { SalePayload, SaleWrite } from '../sale.ts';

/** Transactions: accepted at once, visible later, upserted by `pos_id` (help.aiq.com, Core integration). */
export const saleEndpoints: readonly AiqEndpoint[] = [
  {
    name: 'createUpdateSale',
    method: 'POST',
    path: '/api/v1.1/createUpdateSale/:uid',
    handle(call) {
      acceptSales(call, [readSingle(call, checkSale)]);
      return { accepted: 1 };
    },
  },
  {
    name: 'createUpdateSales',
    method: 'POST',
    path: '/api/v1.1/createUpdateSales/:uid',
    handle(call) {
      const { records, data } = readBatch(call, checkSale);
      acceptSales(call, records);
      return data;
    },
  },
];

function acceptSales(call: AiqCall, payloads: readonly SalePayload[]): void {
  const { account } = call;
  const at = account.clock.now();
  const accepted = payloads.map((payload) => {
    const write: SaleWrite = {
      order: account.nextOrder(),
      at,
      endpoint: call.endpoint,
      payloadHash: hashPayload(payload),
      payload,
    };
    return { write, number: account.sales.accept(write) };
  });
  showLater(account, accepted.length, () => {
    for (const { write, number } of accepted) showSale(account, number, write);
  });
}

function hashPayload(payload: SalePayload): string {
  return createHash('sha256').update(JSON.stringify(payload)).digest('hex').slice(0, 16);
}
