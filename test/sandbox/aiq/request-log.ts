/** One request as it ended. */
export interface RequestNote {
  /** Milliseconds since 1970 of the arrival. */
  at: number;
  /** Name of the endpoint, such as `createUpdateSales`, or `unknown`. */
  endpoint: string;
  method: string;
  /** 0 when the connection was cut or never answered. */
  status: number;
  /** Account that the key belongs to, `null` for none. */
  account: string | null;
  /** Key as sent, `null` when there was none. */
  key: string | null;
  /** Records in the body: 1, or the length of an array. */
  records: number;
}

export interface RequestCount {
  endpoint: string;
  status: number;
  account: string | null;
  key: string | null;
  requests: number;
  records: number;
  firstAt: number;
  lastAt: number;
}

const keptNotes = 20_000;

/** Counts every request by endpoint, status, account and key; keeps the newest notes for rate questions. */
export class RequestLog {
  private readonly counts = new Map<string, RequestCount>();
  private notes: RequestNote[] = [];
  private readonly busy = new Map<string, { now: number; most: number }>();

  begin(account: string | null): void {
    const busy = this.busyOf(account);
    busy.now += 1;
    busy.most = Math.max(busy.most, busy.now);
  }

  end(note: RequestNote): void {
    this.busyOf(note.account).now -= 1;
    this.notes.push(note);
    if (this.notes.length > keptNotes * 2) this.notes = this.notes.slice(-keptNotes);
    const { endpoint, status, account, key, at } = note;
    const name = JSON.stringify([endpoint, status, account, key]);
    let count = this.counts.get(name);
    if (!count) {
      count = { endpoint, status, account, key, requests: 0, records: 0, firstAt: at, lastAt: at };
      this.counts.set(name, count);
    }
    count.requests += 1;
    count.records += note.records;
    count.lastAt = Math.max(count.lastAt, at);
  }

  list(account?: string): RequestCount[] {
    return [...this.counts.values()].filter((count) => account === undefined || count.account === account);
  }

  /** Newest last; at least the last 20,000. */
  recent(account?: string): RequestNote[] {
    return this.notes.filter((note) => account === undefined || note.account === account);
  }

  /** The most requests of an account that were open at once. */
  mostAtOnce(account: string): number {
    return this.busyOf(account).most;
  }

  clear(): void {
    this.counts.clear();
    this.notes = [];
    for (const busy of this.busy.values()) busy.most = busy.now;
  }

  private busyOf(account: string | null): { now: number; most: number } {
    let busy = this.busy.get(account ?? '');
    if (!busy) {
      busy = { now: 0, most: 0 };
      this.busy.set(account ?? '', busy);
    }
    return busy;
  }
}
