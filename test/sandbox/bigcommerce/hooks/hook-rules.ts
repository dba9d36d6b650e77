import { isLoopback } from '../login/apps.ts';
import { exceptionScope, type Hook } from './hook.ts';
import { isHookScope } from './scopes.ts';

export interface HookInput {
  scope: string;
  destination: string;
  headers: Record<string, string>;
  isActive: boolean;
}

/** A refusal of the REST API, status 422. */
export class HookRefusal extends Error {
  readonly errors: Record<string, string>;

  constructor(title: string, errors: Record<string, string> = {}) {
    super(title);
    this.errors = errors;
  }
}

const most = { hooksPerScope: 10, headers: 64, headerName: 64, headerValue: 8192 };

/**
 * Reads the body of a creation or, over the stored hook, of a change.
 * @throws HookRefusal for anything that is not as documented
 */
export function readHook(body: unknown, stored?: Hook): HookInput {
  const given = typeof body === 'object' && body !== null ? new Map(Object.entries(body)) : new Map();
  if (stored && !['scope', 'destination', 'headers', 'is_active'].some((name) => given.has(name))) {
    throw new HookRefusal('The following fields are invalid: data', {
      data: 'Update webhook request should not be empty',
    });
  }
  const missing = stored
    ? []
    : ['scope', 'destination'].filter((name) => typeof given.get(name) !== 'string');
  if (missing.length > 0) {
    throw new HookRefusal(
      'JSON data is missing or invalid',
      Object.fromEntries(missing.map((name) => [name, 'error.path.missing.'])),
    );
  }
  return {
    scope: readText(given.get('scope') ?? stored?.scope, 'scope'),
    destination: readText(given.get('destination') ?? stored?.destination, 'destination'),
    headers: readHeaders(given.get('headers') ?? stored?.headers ?? {}),
    isActive: readFlag(given.get('is_active') ?? stored?.isActive ?? true),
  };
}

/**
 * @param others all hooks of the same store and client but this one
 * @throws HookRefusal
 */
export function checkHook(input: HookInput, others: readonly Hook[], allowLoopback: boolean): void {
  const { scope, destination } = input;
  if (!isHookScope(scope)) throw invalid('scope', `${scope} is not a valid scope`);
  if (!isGoodDestination(destination, allowLoopback)) {
    throw invalid('destination', 'The destination must be an HTTPS address on port 443');
  }
  const sameScope = others.filter((other) => other.scope === scope);
  if (sameScope.some((other) => other.destination === destination)) {
    throw invalid('destination', 'A webhook with this scope and destination exists already');
  }
  if (sameScope.length >= most.hooksPerScope) {
    throw invalid('scope', `There can be at most ${most.hooksPerScope} webhooks of one scope`);
  }
  if (scope === exceptionScope && sameScope.length > 0) {
    throw invalid('scope', `There can be only one webhook with the scope ${exceptionScope}`);
  }
  const mustDiffer = others.filter((other) => scope === exceptionScope || other.scope === exceptionScope);
  if (mustDiffer.some((other) => other.destination === destination)) {
    throw invalid('destination', `The destination of ${exceptionScope} must differ from all others`);
  }
}

function isGoodDestination(destination: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(destination)) return false;
  const { protocol, hostname, port } = new URL(destination);
  if (allowLoopback && isLoopback(hostname)) return protocol === 'http:' || protocol === 'https:';
  // The URL parser drops 443 from an HTTPS address.
  return protocol === 'https:' && port === '';
}

function readText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalid(name, 'error.expected.jsstring');
  return value;
}

function readFlag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw invalid('is_active', 'error.expected.jsboolean');
  return value;
}

function readHeaders(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('headers', 'error.expected.jsobject');
  }
  const headers = Object.entries(value).map(([name, text]): [string, string] => {
    if (typeof text !== 'string') throw invalid('headers', `${name} is not a string`);
    const fits = Buffer.byteLength(name) <= most.headerName && Buffer.byteLength(text) <= most.headerValue;
    if (!fits || !/^[\w-]+$/.test(name) || !/^[\t\x20-\x7e]*$/.test(text))
      throw invalid('headers', `${name} is not a good header`);
    return [name, text];
  });
  if (headers.length > most.headers) throw invalid('headers', `There can be at most ${most.headers}`);
  return Object.fromEntries(headers);
}

function invalid(field: string, message: string): HookRefusal {
  return new HookRefusal(`The following fields are invalid: ${field}`, { [field]: message });
}
