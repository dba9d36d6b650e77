import type { Endpoint } from './call.ts';
import type { Query } from './query.ts';

/** Named like numbers, but texts. */
const textual = new Set(['cart_id', 'external_order_id', 'transaction_id', 'type_id']);

/** Choices of parameters that mean the same everywhere. */
const commonChoices: Record<string, readonly string[]> = {
  direction: ['asc', 'desc'],
  consignment_structure: ['object'],
};

/**
 * Refuses values that no document allows, for all operations alike, so that none of them lets one pass which it does
 * not look at.
 * @throws ApiRefusal in the version's words
 */
export function checkValues(query: Query, endpoint: Endpoint): void {
  for (const name of query.names()) {
    if (!endpoint.query.includes(name)) continue;
    const choices = endpoint.choices?.[name] ?? commonChoices[name];
    if (choices) {
      const wrong = query.list(name)?.find((value) => !choices.includes(value));
      if (wrong !== undefined) throw query.refuse(name, `known ${name}`, wrong);
    } else checkKind(query, name);
  }
}

/** Read only where there is something to be shaped or to be cut into pages. */
const shaping = new Set(['page', 'limit', 'include_fields', 'exclude_fields']);

/**
 * A documented filter that the operation has not looked at: an answer that pretends to have followed it would be
 * untrue.
 */
export function ignoredFilter(query: Query, endpoint: Endpoint): string | undefined {
  return query.unseen().find((name) => endpoint.query.includes(name) && !shaping.has(name));
}

function checkKind(query: Query, name: string): void {
  const kind = kindOf(name);
  if (kind === 'count') {
    const count = query.int(name);
    if (count !== undefined && count < 1) throw query.refuse(name, 'positive number', String(count));
  } else if (kind === 'number') query.ints(name);
  else if (kind === 'time') query.time(name);
  else if (kind === 'flag') query.flag(name);
}

/** What a parameter holds, by its name; undefined for texts, and for what single operations define. */
export function kindOf(name: string): 'count' | 'number' | 'time' | 'flag' | undefined {
  const [plain = ''] = name.split(':');
  if (name === 'page' || name === 'limit') return 'count';
  if (/^((min|max)_)?date_\w+$/.test(plain) || /^created:(min|max)$/.test(name)) return 'time';
  if (/^is_\w+$/.test(plain)) return 'flag';
  return /^(\w+_)?id$/.test(plain) && !textual.has(plain) && !name.endsWith(':like') ? 'number' : undefined;
}
