export interface UserRow {
  store: string;
  userId: number;
  email: string | null;
  locale: string | null;
  isOwner: boolean;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

export interface UserRepository {
  upsert(user: Omit<UserRow, 'firstSeenAt' | 'lastSeenAt'>, now: Date): Promise<void>;
  get(store: string, userId: number): Promise<UserRow | null>;
  remove(store: string, userId: number): Promise<boolean>;
  list(store: string): Promise<UserRow[]>;
}
