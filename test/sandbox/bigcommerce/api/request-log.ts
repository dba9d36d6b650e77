/** One request as it ended. */
export interface RequestNote {
  /** Milliseconds since 1970 of the arrival. */
  at: number;
  /** Such as `GET /v2/orders/:order_id`; `unknown` for what is no endpoint. */
  route: string;
  /** 0 when the connection was cut or never answered. */
  status: number;
  store: string;
  /** Null when there was no good token. */
  clientId: string | null;
  token: string | null;
  /** Path and query as sent. */
  target: string;
}

export interface RequestCount {
  store: string;
  route: string;
  status: number;
  requests: number;
  firstAt: number;
  lastAt: number;
}

export interface QuotaWindow {
  store: string;
  window: number;
  startedAt: number;
  quota: number;
  requests: number;
  /** Refused with 429 because the quota was used up. */
  refused: number;
}

export interface CarelessCall {
  store: string;
  route: string;
  what: string;
  times: number;
}

const keptNotes = 20_000;

/** What the callers did: counts, rates and carelessness, by store. */
export class RequestLog {
  private readonly counted = new Map<string, RequestCount>();
  private notes: RequestNote[] = [];
  private readonly busy = new Map<string, { now: number; most: number }>();
  private readonly byWindow = new Map<string, QuotaWindow>();
  private readonly careless = new Map<string, CarelessCall>();

  begin(store: string): void {
    const busy = this.busyOf(store);
    busy.now += 1;
    busy.most = Math.max(busy.most, busy.now);
  }

  end(note: RequestNote): void {
    this.busyOf(note.store).now -= 1;
    this.notes.push(note);
    if (this.notes.length > keptNotes * 2) this.notes = this.notes.slice(-keptNotes);
    const { store, route, status, at } = note;
    const name = `${store} ${route} ${status}`;
    const count = this.counted.get(name) ?? { store, route, status, requests: 0, firstAt: at, lastAt: at };
    count.requests += 1;
    count.lastAt = Math.max(count.lastAt, at);
    this.counted.set(name, count);
  }

  noteQuota(store: string, at: number, quota: { window: number; quota: number; allowed: boolean }): void {
    const name = `${store} ${quota.window}`;
    const window = this.byWindow.get(name) ?? {
      store,
      window: quota.window,
      startedAt: at,
      quota: quota.quota,
      requests: 0,
      refused: 0,
    };
    window.requests += 1;
    if (!quota.allowed) window.refused += 1;
    this.byWindow.set(name, window);
  }

  noteCareless(store: string, route: string, what: string): void {
    const name = `${store} ${route} ${what}`;
    const call = this.careless.get(name) ?? { store, route, what, times: 0 };
    call.times += 1;
    this.careless.set(name, call);
  }

  /** Requests by store, route and status. */
  counts(store?: string): RequestCount[] {
    return [...this.counted.values()].filter((count) => store === undefined || count.store === store);
  }

  /** Number of requests, of one store or of all, to one route or to all. */
  total(store?: string, route?: string): number {
    return this.counts(store)
      .filter((count) => route === undefined || count.route === route)
      .reduce((sum, { requests }) => sum + requests, 0);
  }

  /** Newest last; at least the last 20,000. */
  recent(store?: string): RequestNote[] {
    return this.notes.filter((note) => store === undefined || note.store === store);
  }

  /** The most requests to a store that were open at once. */
  mostAtOnce(store: string): number {
    return this.busyOf(store).most;
  }

  windows(store?: string): QuotaWindow[] {
    return [...this.byWindow.values()].filter((window) => store === undefined || window.store === store);
  }

  /** 429s that the callers brought upon themselves. */
  quotaRefusals(store?: string): number {
    return this.windows(store).reduce((sum, { refused }) => sum + refused, 0);
  }

  carelessCalls(store?: string): CarelessCall[] {
    return [...this.careless.values()].filter((call) => store === undefined || call.store === store);
  }

  clear(): void {
    this.counted.clear();
    this.notes = [];
    this.byWindow.clear();
    this.careless.clear();
    for (const busy of this.busy.values()) busy.most = busy.now;
  }

  private busyOf(store: string): { now: number; most: number } {
    const busy = this.busy.get(store) ?? { now: 0, most: 0 };
    this.busy.set(store, busy);
    return busy;
  }
}
