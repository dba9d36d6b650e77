import type { ProblemCode } from '../../../shared/sync.ts';

export interface ProblemRow {
  store: string;
  code: ProblemCode;
  /** Distinguishes several of one code, such as the channel id; empty when there is only one. */
  key: string;
  params: Record<string, string | number>;
  firstAt: Date;
  lastAt: Date;
  count: number;
  resolvedAt: Date | null;
}

export interface ProblemRepository {
  raise(
    store: string,
    code: ProblemCode,
    key: string,
    params: Record<string, string | number>,
    now: Date,
  ): Promise<void>;
  resolve(store: string, code: ProblemCode, key: string | null, now: Date): Promise<void>;
  listOpen(store: string): Promise<ProblemRow[]>;
  /** The stores in which such a problem is open. Looks at all problems of all stores: for hourly work. */
  listStoresWith(code: ProblemCode): Promise<string[]>;
  deleteAll(store: string): Promise<void>;
}
