import { ApiRefusal, type ApiVersion } from './answer.ts';

/** The query of a request, read as its endpoint documents it; bad values are refused in the version's words. */
export class Query {
  private readonly values: URLSearchParams;
  private readonly version: ApiVersion;
  private readonly looked = new Set<string>();

  constructor(values: URLSearchParams, version: ApiVersion) {
    this.values = values;
    this.version = version;
  }

  names(): string[] {
    return [...new Set(this.values.keys())];
  }

  has(name: string): boolean {
    this.looked.add(name);
    return this.values.has(name);
  }

  /** The parameters that are there and that nobody has looked at. */
  unseen(): string[] {
    return this.names().filter((name) => !this.looked.has(name));
  }

  /** Undefined when absent or empty. */
  text(name: string): string | undefined {
    this.looked.add(name);
    return this.values.get(name) || undefined;
  }

  /** A comma-separated list; undefined when absent or empty. */
  list(name: string): string[] | undefined {
    const text = this.text(name);
    return text?.split(',').map((item) => item.trim());
  }

  int(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : this.toInt(name, text);
  }

  ints(name: string): number[] | undefined {
    return this.list(name)?.map((text) => this.toInt(name, text));
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw this.refuse(name, 'number', text);
    return Number(text);
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!['true', 'false', '1', '0'].includes(text)) throw this.refuse(name, 'boolean', text);
    return text === 'true' || text === '1';
  }

  /** Milliseconds since 1970 of RFC 2822 or ISO 8601 text; text without an offset is UTC. */
  time(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const time = toTime(text);
    if (time === undefined) throw this.refuse(name, 'date', text);
    return time;
  }

  sort<T extends string>(allowed: readonly T[]): { field: T; descending: boolean } | undefined {
    const text = this.text('sort');
    if (text === undefined) return undefined;
    const [name, direction = 'asc'] = text.split(':');
    const field = allowed.find((candidate) => candidate === name);
    if (field === undefined || !['asc', 'desc'].includes(direction))
      throw this.refuse('sort', 'known sort', text);
    return { field, descending: direction === 'desc' };
  }

  /** The query with other values for some names, colons and commas encoded, as links in answers have it. */
  linkWith(changes: Record<string, string | number | undefined>): string {
    const link = new URLSearchParams(this.values);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) link.delete(name);
      else link.set(name, String(value));
    }
    return `?${link.toString()}`;
  }

  refuse(name: string, kind: string, text: string): ApiRefusal {
    if (this.version === 'v2') return new ApiRefusal(400, `The field '${name}' is invalid.`);
    const wanted = kind === 'integer' ? 'integer' : `a ${kind}`;
    return new ApiRefusal(
      422,
      `Query parameter "${name}" value must be ${wanted}. For input string: "${text}".`,
    );
  }

  private toInt(name: string, text: string): number {
    if (!/^-?\d{1,15}$/.test(text)) throw this.refuse(name, 'integer', text);
    return Number(text);
  }
}

export function toTime(text: string): number | undefined {
  const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  const rfc = /^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(:\d\d)?( [+-]\d{4}| GMT| UTC)?$/.test(
    text,
  );
  const unix = /^\d{9,10}$/.test(text);
  if (unix) return Number(text) * 1000;
  if (!iso && !rfc) return undefined;
  const hasOffset = iso ? iso[4] !== undefined || iso[1] === undefined : /( [+-]\d{4}| GMT| UTC)$/.test(text);
  const time = Date.parse(hasOffset ? text : iso ? `${text}Z` : `${text} +0000`);
  return Number.isNaN(time) ? undefined : time;
}
