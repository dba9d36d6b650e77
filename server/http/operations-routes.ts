import { createHash, timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import type { Logger } from '../log.ts';
import { noStore } from './security-headers.ts';
import { notFound } from './error-handler.ts';
import type { Metrics } from './metrics.ts';

/** `/healthz` (the process lives), `/readyz` (it can work) and `/metrics` (with a token; without one configured, 404). */
export function createOperationsRouter(input: {
  ping: () => Promise<void>;
  stopping: () => boolean;
  metrics: Metrics;
  metricsToken: string | null;
  log: Logger;
}): Router {
  const router = Router();
  router.use(['/healthz', '/readyz', '/metrics'], noStore);
  router.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  router.get('/readyz', async (_request, response) => {
    const ready = !input.stopping() && (await answers(input.ping, input.log));
    response.status(ready ? 200 : 503).json({ ok: ready });
  });
  router.get('/metrics', async (request, response, next) => {
    const { metricsToken, metrics } = input;
    if (metricsToken === null || !isBearer(request.get('authorization'), metricsToken)) {
      notFound(request, response, next);
      return;
    }
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

async function answers(ping: () => Promise<void>, log: Logger): Promise<boolean> {
  try {
    await ping();
    return true;
  } catch (error) {
    log.warn({ err: error }, 'the database does not answer');
    return false;
  }
}

function isBearer(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
