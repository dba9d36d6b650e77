import { Problems } from '../batch.ts';
import { AiqRefusal } from '../envelope.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { isPlainObject } from '../plain-object.ts';
import { isFilledText, isTextIfGiven } from '../sale-check.ts';

/** Events for flows (help.aiq.com, Flow integrator events). */
export const eventEndpoints: readonly AiqEndpoint[] = [
  { name: 'ingestEvent', method: 'POST', path: '/api/v2/integrators/events/ingest', handle: ingest },
];

/** Unix seconds stay below this until the year 5138; milliseconds have been above it since 1973. */
const leastMilliseconds = 100_000_000_000;

function ingest(call: AiqCall): unknown {
  const { body, account, switches } = call;
  if (!isPlainObject(body)) throw new AiqRefusal(400, 'an object is expected');
  const problems = new Problems();
  const { integratorSlug, eventName, eventDisplayName, timestamp, event } = body;
  problems.check(isFilledText(integratorSlug), 'integratorSlug is required');
  problems.check(
    typeof eventName === 'string' && /^[a-z0-9_]+$/.test(eventName),
    'eventName is required and may hold a-z, 0-9 and underscore',
  );
  problems.check(isTextIfGiven(eventDisplayName), 'eventDisplayName must be a string');
  problems.check(Number.isInteger(timestamp), 'timestamp is required in unix seconds');
  problems.check(
    !switches.rejectMillisecondTimestamps || Number(timestamp) < leastMilliseconds,
    'timestamp must be in seconds, not milliseconds',
  );
  problems.check(isPlainObject(event), 'event must be an object');
  problems.check(
    ['phone', 'email', 'contactID', 'srcID'].some((name) => isFilledText(body[name])),
    'one of phone, email, contactID, srcID is required',
  );
  problems.refuseAny();
  account.events.push({ at: account.clock.now(), body });
  return null;
}
