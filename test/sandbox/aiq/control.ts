import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Request, Response, Router } from 'express';
import type { Account } from './account.ts';
import { countPending } from './inbox.ts';
import type { Aiq } from './index.ts';
import { presentSale, viewPersona } from './oracle.ts';
import { searchPersonas } from './persona-search.ts';
import { isPlainObject } from './plain-object.ts';
import { failures } from './switches.ts';

/**
 * The sandbox's own endpoints on AIQ's origin: everything that tests in other processes and the page need.
 * `uid` may be left out when there is one account. Answers are bare JSON, errors `{"error": "…"}`.
 */
export function createControl(aiq: Aiq, accountOf: (uid: string) => Account | undefined): Router {
  const router = express.Router();
  const pageFolder = fileURLToPath(new URL('./page', import.meta.url));
  router.get('/', (_request, response) => response.sendFile('index.html', { root: pageFolder }));
  router.use('/sandbox/page', express.static(pageFolder));
  router.use('/sandbox', express.json({ limit: '1gb' }));

  function pick(uid: unknown): Account {
    const wanted = typeof uid === 'string' && uid !== '' ? uid : aiq.accounts()[0]?.uid;
    const account = wanted === undefined ? undefined : accountOf(wanted);
    if (!account) throw new ControlError(404, `no account ${String(wanted)}`);
    return account;
  }
  const uidOf = (request: Request) => pick(request.query['uid']).uid;

  const reads: Record<string, (request: Request) => unknown> = {
    accounts: () =>
      aiq.accounts().map((one) => ({ ...one, unmappedPlaces: aiq.totals(one.uid).unmappedPlaces })),
    totals: (request) => aiq.totals(uidOf(request)),
    'totals-by-place': (request) => aiq.state(uidOf(request)).totalsByPlace(),
    sales: (request) => listSales(pick(request.query['uid']), request),
    personas: (request) => listPersonas(pick(request.query['uid']), request),
    optins: (request) => aiq.state(uidOf(request)).optIns(),
    texts: (request) => pick(request.query['uid']).texts.slice(-1000),
    inventory: (request) => aiq.state(uidOf(request)).inventory(),
    events: (request) => pick(request.query['uid']).events.slice(-1000),
    requests: (request) => {
      const uid = text(request, 'uid') || undefined;
      return { counts: aiq.requests.list(uid), mostAtOnce: uid ? aiq.requests.mostAtOnce(uid) : null };
    },
    'request-notes': (request) => aiq.requests.recent(text(request, 'uid') || undefined),
    pending: (request) => ({ pending: countPending(pick(request.query['uid'])) }),
    switches: (request) => aiq.switches(text(request, 'uid') || undefined),
    failures: () => failures,
    snapshot: () => aiq.snapshot(),
  };
  for (const [name, read] of Object.entries(reads)) {
    router.get(`/sandbox/${name}`, (request, response) => {
      answer(response, () => read(request));
    });
  }
  router.get('/sandbox/sales/:posID', (request, response) => {
    answer(response, () => {
      const state = aiq.state(uidOf(request));
      const sale = state.sale(request.params.posID);
      if (!sale) throw new ControlError(404, 'no such sale');
      return { ...sale, log: state.saleWrites(sale.pos_id) };
    });
  });
  router.get('/sandbox/sales.ndjson', (request, response) => {
    const account = pickOrRefuse(response, () => pick(request.query['uid']));
    if (account) streamSales(account, response);
  });

  const actions: Record<string, (body: Record<string, unknown>) => unknown> = {
    switches(body) {
      const { uid, ...patch } = body;
      const account = typeof uid === 'string' && uid !== '' ? pick(uid).uid : undefined;
      aiq.setSwitches(patch, account);
      return aiq.switches(account);
    },
    'reset-switches'(body) {
      const uid = typeof body['uid'] === 'string' ? body['uid'] : undefined;
      aiq.resetSwitches(uid);
      return aiq.switches(uid);
    },
    'answer-yes': (body) => ({ answered: aiq.answerYes(pick(body['uid']).uid, String(body['phone'])) }),
    'answer-stop': (body) => ({ answered: aiq.answerStop(pick(body['uid']).uid, String(body['phone'])) }),
    merge: (body) => ({ merged: aiq.merge(pick(body['uid']).uid) }),
    flush(body) {
      aiq.flush(typeof body['uid'] === 'string' ? pick(body['uid']).uid : undefined);
      return { flushed: true };
    },
    'revoke-key'(body) {
      aiq.revokeKey(pick(body['uid']).uid);
      return { revoked: true };
    },
    'replace-key'(body) {
      if (typeof body['key'] !== 'string' || body['key'] === '')
        throw new ControlError(400, 'key is missing');
      aiq.replaceKey(pick(body['uid']).uid, body['key']);
      return { replaced: true };
    },
    accounts(body) {
      const { uid, key, stores } = body;
      if (typeof uid !== 'string' || typeof key !== 'string' || !Array.isArray(stores)) {
        throw new ControlError(400, 'uid, key and stores are needed');
      }
      const list = stores
        .filter(isPlainObject)
        .map(({ id, name }) => ({ id: Number(id), name: String(name) }));
      aiq.createAccount({ uid, key, stores: list });
      return { created: uid };
    },
    programme(body) {
      const { uid, ...patch } = body;
      const account = pick(uid);
      aiq.setProgramme(account.uid, patch);
      return account.programme;
    },
    'map-place'(body) {
      const account = pick(body['uid']);
      const store = account.stores.find((one) => one.id === Number(body['storeID']));
      if (!store) throw new ControlError(404, 'no such store');
      const place = String(body['place']);
      store.sourceMapping[`mapped-${place}`] = place;
      return store;
    },
    clear() {
      aiq.clear();
      return { cleared: true };
    },
    restore(body) {
      aiq.restore(body);
      return { restored: true };
    },
  };
  for (const [name, act] of Object.entries(actions)) {
    router.post(`/sandbox/${name}`, (request, response) => {
      const body: unknown = request.body;
      answer(response, () => act(isPlainObject(body) ? body : {}));
    });
  }
  return router;
}

class ControlError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function answer(response: Response, make: () => unknown): void {
  try {
    response.json(make());
  } catch (error) {
    response.status(error instanceof ControlError ? error.status : 400).json({ error: messageOf(error) });
  }
}

function pickOrRefuse(response: Response, pick: () => Account): Account | undefined {
  try {
    return pick();
  } catch (error) {
    response.status(404).json({ error: messageOf(error) });
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function text(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
}

function pageOf(request: Request): { start: number; limit: number } {
  return {
    start: Number(text(request, 'start') || 0),
    limit: Math.min(Number(text(request, 'limit') || 50), 1000),
  };
}

/** Newest arrivals first; `search` looks into ids, buyers and places. */
function listSales(account: Account, request: Request): unknown {
  const { sales } = account;
  const { start, limit } = pageOf(request);
  const search = text(request, 'search').toLowerCase();
  const results: unknown[] = [];
  let total = 0;
  for (let number = sales.posIDs.length - 1; number >= 0; number--) {
    const haystack = () =>
      `${sales.posIDs[number]} ${sales.posUsers[number]} ${sales.place(number)}`.toLowerCase();
    if (search !== '' && !haystack().includes(search)) continue;
    if (total >= start && results.length < limit) results.push(presentSale(account, number, false));
    total += 1;
  }
  return { results, total, start, limit };
}

function listPersonas(account: Account, request: Request): unknown {
  const page = pageOf(request);
  const search = text(request, 'search');
  const { personas, total } = searchPersonas(account, {
    ...page,
    search,
    sort: text(request, 'sort') || 'inserted',
    descending: text(request, 'dir') !== 'asc',
  });
  return { results: personas.map((persona) => viewPersona(account, persona)), total, ...page };
}

/** One line a sale without its payload, in the order of arrival, for comparing a million from elsewhere. */
function streamSales(account: Account, response: Response): void {
  response.type('application/x-ndjson');
  let number = 0;
  const pour = () => {
    while (number < account.sales.posIDs.length && !response.destroyed) {
      if (!response.write(`${JSON.stringify(presentSale(account, number++, false))}\n`)) {
        response.once('drain', pour);
        return;
      }
    }
    response.end();
  };
  pour();
}
