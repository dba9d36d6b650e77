import { createHash, createHmac } from 'node:crypto';
import autocannon from 'autocannon';
import { answerParent } from './child.ts';

export interface LoadInput {
  url: string;
  storeHash: string;
  hookSecret: string;
  clientSecret: string;
  /** Deliveries a second; null is as many as can be. */
  rate: number | null;
  seconds: number;
  connections: number;
  /** The orders that the events are about, one after the other. */
  firstOrderId: number;
  orders: number;
}

export interface LoadAnswer {
  sent: number;
  succeeded: number;
  perSecond: number;
  p50: number;
  p99: number;
}

interface SignedDelivery {
  body: string;
  headers: Record<string, string>;
}

/** As BigCommerce sends it; signed beforehand, so that the load costs little while it lasts. */
function signDelivery(input: LoadInput, orderId: number): SignedDelivery {
  const at = Math.floor(Date.now() / 1000);
  const content = {
    scope: 'store/order/updated',
    store_id: '1025646',
    data: { type: 'order', id: orderId },
    created_at: at,
    producer: `stores/${input.storeHash}`,
  };
  const hash = createHash('sha1').update(JSON.stringify(content)).digest('hex');
  const body = JSON.stringify({ ...content, hash });
  const id = `msg_${orderId}`;
  const mac = createHmac('sha256', input.clientSecret).update(`${id}.${at}.${body}`).digest('base64');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-aiq-hook-secret': input.hookSecret,
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,${mac}`,
    },
  };
}

answerParent(async (input: LoadInput) => {
  const deliveries = Array.from({ length: input.orders }, (_, index) =>
    signDelivery(input, input.firstOrderId + index),
  );
  let next = 0;
  const result = await autocannon({
    url: input.url,
    method: 'POST',
    connections: input.connections,
    duration: input.seconds,
    ...(input.rate === null ? {} : { overallRate: input.rate }),
    requests: [
      {
        setupRequest(request) {
          const delivery = deliveries[next % deliveries.length];
          next += 1;
          return { ...request, ...delivery };
        },
      },
    ],
  });
  const answered = result['2xx'] + result.non2xx;
  const answer: LoadAnswer = {
    sent: answered + result.errors,
    succeeded: result['2xx'],
    perSecond: answered / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
  return answer;
});
