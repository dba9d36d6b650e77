import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const seconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * What the service counts. No label holds a store, an address or any other id: thousands of stores would be millions of
 * series, and metrics are read by people who may not see a store's data.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const metrics = {
    registry,
    requests: new Histogram({
      name: 'http_request_seconds',
      help: 'Time to answer',
      labelNames: ['area', 'status'],
      buckets: seconds,
      registers,
    }),
    webhooks: new Counter({
      name: 'webhooks_total',
      help: 'Webhooks by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    upstreamCalls: new Histogram({
      name: 'upstream_call_seconds',
      help: 'Time of one attempt at BigCommerce or AIQ',
      labelNames: ['service', 'lane', 'route', 'outcome'],
      buckets: seconds,
      registers,
    }),
    jobs: new Counter({
      name: 'schedule_runs_total',
      help: 'Scheduled runs by job and result',
      labelNames: ['job', 'result'],
      registers,
    }),
    stores: new Gauge({
      name: 'stores',
      help: 'Stores by state, as counted by the last scheduled run of this instance',
      labelNames: ['state'],
      registers,
    }),
  };
  collectDefaultMetrics({ register: registry });
  return metrics;
}

export type Metrics = ReturnType<typeof createMetrics>;
