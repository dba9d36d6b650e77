import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

export type { Logger };

/** Field names that hold secrets or personal data wherever they turn up; a second net below "log ids only". */
const redacted = [
  'token',
  'access_token',
  'apiKey',
  'key',
  'code',
  'email',
  'phone',
  'authorization',
  'secret',
];

/**
 * Structured log, on standard output unless another destination is given.
 * @param level a pino level, such as `info` or `silent`
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    redact: { paths: redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    // Stack and message only: errors of libraries may carry request configurations with credentials.
    serializers: { err: serializeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function serializeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const cause = error.cause === undefined ? {} : { cause: serializeError(error.cause) };
  return { type: error.name, message: error.message, stack: error.stack, ...cause };
}
