/** A person with access to a store's control panel. */
export interface StoreUser {
  id: number;
  email: string;
  name: string;
  /** BCP 47, such as `en-US`. */
  locale: string;
  /** May install, accept scopes and uninstall, as the owner may. */
  authorised: boolean;
  /** Was granted the app; the owner and authorised users need no grant. */
  hasApp: boolean;
}

export interface StoreAccount {
  hash: string;
  name: string;
  ownerId: number;
  users: StoreUser[];
}

/** The owner, an authorised user and two ordinary ones in other languages. */
export function createStoreAccount(hash: string, name: string, firstUserId: number): StoreAccount {
  const user = (nth: number, who: string, locale: string, grant: Partial<StoreUser> = {}): StoreUser => ({
    id: firstUserId + nth,
    email: `${who.split(' ')[0]?.toLowerCase()}@${hash}.example`,
    name: who,
    locale,
    authorised: false,
    hasApp: true,
    ...grant,
  });
  return {
    hash,
    name,
    ownerId: firstUserId,
    users: [
      user(0, 'Olivia Owner', 'en-US', { authorised: true }),
      user(1, 'Adam Admin', 'en-GB', { authorised: true }),
      user(2, 'Stella Staff', 'de-DE'),
      user(3, 'Noé Nobody', 'fr-FR', { hasApp: false }),
    ],
  };
}

export function requireUser(account: StoreAccount, userId: number): StoreUser {
  const user = account.users.find((one) => one.id === userId);
  if (!user) throw new Error(`store ${account.hash} has no user ${userId}`);
  return user;
}

export function requireOwner(account: StoreAccount): StoreUser {
  return requireUser(account, account.ownerId);
}
