import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstPage, openBigcommerceBench, type BigcommerceBench } from './clients-bigcommerce-support.ts';
import { failureOf } from './clients-failure.ts';
import { quotaHeaders, sendJson } from './clients-server.ts';

describe('the BigCommerce client', () => {
  let bench: BigcommerceBench;
  beforeEach(async () => {
    bench = await openBigcommerceBench();
  });
  afterEach(() => bench.close());

  it('waits after a 429 until the reset time, for every lane, then goes on by itself', async () => {
    const times: number[] = [];
    bench.server.answer = (_, response, count) => {
      times.push(performance.now());
      if (count === 1) sendJson(response, 429, {}, quotaHeaders(0, 400));
      else sendJson(response, 200, [], quotaHeaders(140));
    };
    await Promise.all([
      bench.open().listOrders(firstPage),
      bench.open({ lane: 'sweep' }).listOrders(firstPage),
      bench.open({ lane: 'backfill' }).listOrders(firstPage),
    ]);
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(395);
    expect(bench.reports.filter((report) => report.failure === 'throttled')).toHaveLength(1);
  });

  it('backs off, longer each time, after a 429 that says nothing', async () => {
    const times: number[] = [];
    bench.server.answer = (_, response, count) => {
      times.push(performance.now());
      if (count > 2) return sendJson(response, 200, []);
      response.writeHead(429);
      return response.end();
    };
    await bench.open().listOrders(firstPage);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(995);
    expect(third - second).toBeGreaterThanOrEqual(1_995);
  });

  it('shares the quota of a store among its lanes, not among stores', async () => {
    bench.server.answer = ({ path }, response) =>
      sendJson(response, 200, [], quotaHeaders(path.includes('/abc123/') ? 1 : 150, 400));
    await bench.open().listOrders(firstPage);
    const startedAt = performance.now();
    await bench.open({ hash: 'other', token: 'other-token' }).listOrders(firstPage);
    expect(performance.now() - startedAt).toBeLessThan(350);
    await bench.open({ lane: 'backfill' }).listOrders(firstPage);
    expect(performance.now() - startedAt).toBeGreaterThan(380);
    expect(bench.open().quota()).toMatchObject({ quota: 150 });
    expect(bench.open({ generation: 2 }).quota()).toBeNull();
  });

  it('keeps at most three calls of a store under way', async () => {
    let now = 0;
    let most = 0;
    bench.server.answer = (_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        sendJson(response, 200, [], quotaHeaders(100));
      }, 20);
    };
    await Promise.all(Array.from({ length: 12 }, () => bench.open().listOrders(firstPage)));
    expect(most).toBe(3);
  });

  it('tries a gateway error again, a 500 not at once, and stops calling a store that keeps failing', async () => {
    bench.server.answer = (_, response, count) =>
      count === 1 ? sendJson(response, 502, '<html>') : sendJson(response, 200, []);
    expect(await bench.open().listOrders(firstPage)).toEqual([]);
    bench.server.answer = (_, response) => sendJson(response, 500, {});
    expect(await failureOf(bench.open().listOrders(firstPage))).toMatchObject({
      failure: 'unavailable',
      status: 500,
      retryAfterMs: 60_000,
    });
    for (let call = 0; call < 4; call += 1) await failureOf(bench.open().listOrders(firstPage));
    const before = bench.server.seen.length;
    const error = await failureOf(bench.open().listOrders(firstPage));
    expect(error).toMatchObject({ failure: 'unavailable', status: null });
    expect(error.retryAfterMs).toBeGreaterThan(20_000);
    expect(bench.server.seen).toHaveLength(before);
    expect(bench.clients.state('abc123')).toEqual({ key: 'open', everything: 'closed' });
    bench.answerWith([]);
    expect(await bench.open({ hash: 'other' }).listOrders(firstPage)).toEqual([]);
  });

  it('stops at once when the store is gone', async () => {
    bench.server.answer = () => undefined;
    const controller = new AbortController();
    const client = bench.open({ signal: controller.signal });
    const calls = Array.from({ length: 5 }, () => failureOf(client.listOrders(firstPage)));
    controller.abort();
    expect((await Promise.all(calls)).map((error) => error.failure)).toEqual(Array(5).fill('aborted'));
    expect((await failureOf(client.getStore())).failure).toBe('aborted');
  });
});
