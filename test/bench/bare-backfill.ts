/* Answers of the simulated BigCommerce are used unseen: checking them is what the app does and this does not. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { answerParent } from './child.ts';

export interface BareBackfillInput {
  apiUrl: string;
  storeHash: string;
  token: string;
  aiqUrl: string;
  uid: string;
  key: string;
}

export interface BareBackfillAnswer {
  orders: number;
  ms: number;
  cpuMs: number;
}

interface Line {
  sku: string;
  name: string;
  quantity: number;
  base_price: string;
}

const pageSize = 250;
const bulkSize = 100;

/** The least that could bring history over: read a page, parse it, post it. No database, no checks, no decimals. */
answerParent(async (input: BareBackfillInput) => {
  const from = performance.now();
  const cpu = process.cpuUsage();
  let orders = 0;
  let maxId: number | null = null;
  for (;;) {
    const page = await readPage(input, maxId);
    for (let start = 0; start < page.length; start += bulkSize) {
      await post(input, page.slice(start, start + bulkSize));
    }
    orders += page.length;
    const last = page.at(-1);
    if (page.length < pageSize || last === undefined) break;
    maxId = last.id - 1;
  }
  const { user, system } = process.cpuUsage(cpu);
  const answer: BareBackfillAnswer = { orders, ms: performance.now() - from, cpuMs: (user + system) / 1000 };
  return answer;
});

async function readPage(input: BareBackfillInput, maxId: number | null): Promise<any[]> {
  const query = new URLSearchParams({
    sort: 'id:desc',
    limit: String(pageSize),
    include: 'consignments.line_items',
    consignment_structure: 'object',
    ...(maxId === null ? {} : { max_id: String(maxId) }),
  });
  const response = await fetch(`${input.apiUrl}/stores/${input.storeHash}/v2/orders?${query.toString()}`, {
    headers: { 'x-auth-token': input.token, accept: 'application/json' },
  });
  if (response.status === 204) return [];
  if (!response.ok) throw new Error(`orders answered ${response.status}`);
  return (await response.json()) as any[]; // the simulated BigCommerce's own words, used as they are
}

async function post(input: BareBackfillInput, orders: any[]): Promise<void> {
  const response = await fetch(`${input.aiqUrl}/api/v1.1/createUpdateSales/${input.uid}`, {
    method: 'POST',
    headers: { 'x-apikey': input.key, 'content-type': 'application/json' },
    body: JSON.stringify(orders.map((order) => orderToSale(input.storeHash, order))),
  });
  if (!response.ok) throw new Error(`AIQ answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

function orderToSale(storeHash: string, order: any): object {
  const lines: Line[] = (order.consignments?.shipping ?? []).flatMap((group: any) => group.line_items);
  return {
    member: { email: order.billing_address.email, firstName: order.billing_address.first_name },
    visit: {
      pos_id: `bare-${storeHash}-${order.id}`,
      pos_user: String(order.customer_id),
      pos_type: 'Online',
      transaction_date: `${new Date(order.date_created).toISOString().slice(0, 19).replace('T', ' ')} +0000`,
      transaction_total: Number(order.subtotal_ex_tax),
      location: 'Online',
      visit_details_attributes: lines.map(({ sku, name, quantity, base_price }) => ({
        sku,
        name,
        quantity,
        price: Number(base_price),
      })),
    },
  };
}
