import { AiqRefusal } from './envelope.ts';

/** A whole number of the query string within bounds. @throws AiqRefusal 400 when it is none. */
export function readBoundedInteger(
  query: URLSearchParams,
  name: string,
  bounds: { default: number; least: number; most: number },
): number {
  const text = query.get(name);
  if (text === null || text === '') return bounds.default;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < bounds.least || number > bounds.most) {
    throw new AiqRefusal(400, `${name} must be a whole number from ${bounds.least} to ${bounds.most}`);
  }
  return number;
}
