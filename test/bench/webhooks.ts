import { startChild } from './child.ts';
import type { Report } from './figure.ts';
import { cpuMs } from './process-cost.ts';
import { openStage, type Machine, type Stage } from './stage.ts';
import { median } from './statistics.ts';
import type { LoadAnswer, LoadInput } from './webhook-load.ts';

const storeHash = 'busy123';
const seconds = 6;
/** Alternately, so that both meet the same weather. */
const rounds = ['app', 'bare', 'bare', 'app', 'app', 'bare'] as const;

interface Measured extends LoadAnswer {
  cpuMsPerRequest: number;
  databaseCpuMsPerRequest: number;
}

/** Authentic webhooks, at a thousand a second and as many as can be, against the least that could take them. */
export async function benchWebhooks(machine: Machine, report: Report): Promise<void> {
  const stage = await openStage(machine, { stores: [{ hash: storeHash }], env: { ROLES: 'web' } });
  const bare = startChild<{ port: number }>('bare-receiver.ts', { databaseUri: stage.databaseUri });
  try {
    await stage.merchant(storeHash).install();
    const { port } = await bare.answer;
    const receivers = {
      app: { origin: stage.appUrl, pid: stage.app.pid },
      bare: { origin: `http://127.0.0.1:${port}`, pid: bare.pid },
    };
    for (const [rate, label] of [
      [1_000, 'at 1,000/s'],
      [null, 'saturated'],
    ] as const) {
      const measured: Record<'app' | 'bare', Measured[]> = { app: [], bare: [] };
      for (const name of ['app', 'bare'] as const) await measure(machine, stage, receivers[name], rate, 2);
      for (const name of rounds) {
        measured[name].push(await measure(machine, stage, receivers[name], rate, seconds));
      }
      const middle = (name: 'app' | 'bare', field: keyof Measured): number =>
        median(measured[name].map((one) => one[field]));
      const add = (what: string, unit: string, field: keyof Measured, target?: string): void =>
        report({
          what: `${what} ${label}`,
          value: middle('app', field),
          unit,
          floor: middle('bare', field),
          ...(target === undefined ? {} : { target }),
        });
      if (rate === null) add('answers a second', '/s', 'perSecond');
      add('p50', 'ms', 'p50', rate === null ? undefined : '≤ 15 ms');
      add('p99', 'ms', 'p99', rate === null ? undefined : '≤ 200 ms');
      add('CPU per webhook', 'ms', 'cpuMsPerRequest');
      add("database's CPU per webhook", 'ms', 'databaseCpuMsPerRequest');
      const sent = measured.app.reduce((sum, one) => sum + one.sent, 0);
      const succeeded = measured.app.reduce((sum, one) => sum + one.succeeded, 0);
      report({
        what: `answered 2xx ${label}`,
        value: (100 * succeeded) / sent,
        unit: '%',
        target: '≥ 99.9 %',
      });
    }
  } finally {
    bare.end();
    await stage.close();
  }
}

let nextOrderId = 1_000_000;

async function measure(
  machine: Machine,
  stage: Stage,
  receiver: { origin: string; pid: number },
  rate: number | null,
  duration: number,
): Promise<Measured> {
  const input = { ...loadOf(stage, storeHash), rate, seconds: duration, connections: 50, orders: 30_000 };
  nextOrderId += input.orders;
  const databasePid = machine.mongo.pid ?? process.pid;
  const before = { receiver: cpuMs(receiver.pid), database: cpuMs(databasePid) };
  const load = startChild<LoadAnswer>('webhook-load.ts', {
    ...input,
    firstOrderId: nextOrderId,
    url: `${receiver.origin}/bigcommerce/webhooks/${storeHash}`,
  });
  try {
    const answer = await load.answer;
    return {
      ...answer,
      cpuMsPerRequest: (cpuMs(receiver.pid) - before.receiver) / answer.sent,
      databaseCpuMsPerRequest: (cpuMs(databasePid) - before.database) / answer.sent,
    };
  } finally {
    load.end();
  }
}

/** What it takes to deliver as BigCommerce does. */
export function loadOf(
  stage: Stage,
  store: string,
): Pick<LoadInput, 'storeHash' | 'hookSecret' | 'clientSecret'> {
  const [hook] = stage.sandbox.bigcommerce.hooks.registry.ofStore(store);
  const secret = hook?.headers['x-aiq-hook-secret'];
  if (secret === undefined) throw new Error(`${store} has no webhooks`);
  const clientSecret = stage.sandbox.appEnvironment()['BC_CLIENT_SECRET'] ?? '';
  return { storeHash: store, hookSecret: secret, clientSecret };
}
