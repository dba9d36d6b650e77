import type { Express } from 'express';
import { SwitchSet } from '../../switch-set.ts';
import type { SandboxClock } from '../contract.ts';
import { AppCalls } from './app-calls.ts';
import { Apps, type AppProfile } from './apps.ts';
import { GrantCodes } from './grant-codes.ts';
import { Installations, type Installation } from './installations.ts';
import { createLoginApp } from './login-app.ts';
import { createStoreAccount, type StoreAccount } from './store-users.ts';
import { defaultLoginSwitches, loginSwitchChoices, type LoginSwitches } from './switches.ts';
import type { ExchangeNote } from './token-endpoint.ts';
import { TokenRegistry, type TokenRecord } from './token-registry.ts';

export interface SavedLogin {
  apps: AppProfile[];
  accounts: StoreAccount[];
  installations: Installation[];
  tokens: TokenRecord[];
}

export interface Login {
  app: Express;
  apps: Apps;
  tokens: TokenRegistry;
  installations: Installations;
  calls: AppCalls;
  switches: SwitchSet<LoginSwitches>;
  /** Ends of all exchanges, oldest first. */
  exchanges: ExchangeNote[];
  addAccount(hash: string, name: string): StoreAccount;
  /** @throws Error for an unknown store */
  account(hash: string): StoreAccount;
  accounts(): StoreAccount[];
  save(): SavedLogin;
  restore(saved: SavedLogin): void;
}

/** Apps, people, consent, tokens and callbacks of simulated BigCommerce. */
export function createLogin(input: {
  clock: SandboxClock;
  signedNow: () => number;
  panelUrl: (storeHash: string) => string;
  onUninstalled: (clientId: string, storeHash: string) => void;
}): Login {
  const { clock } = input;
  const accounts = new Map<string, StoreAccount>();
  const exchanges: ExchangeNote[] = [];
  const apps = new Apps();
  const tokens = new TokenRegistry(clock);
  const codes = new GrantCodes(clock);
  const calls = new AppCalls(clock);
  const switches = new SwitchSet(defaultLoginSwitches, loginSwitchChoices);
  const account = (hash: string) => {
    const found = accounts.get(hash);
    if (!found) throw new Error(`there is no store ${hash}`);
    return found;
  };
  const shared = { apps, tokens, codes, switches, account };
  const installations = new Installations({ ...shared, ...input, calls });
  const app = createLoginApp({
    ...shared,
    installations,
    accounts: () => [...accounts.values()],
    panelUrl: input.panelUrl,
    noteExchange: (note) => exchanges.push(note),
  });
  return {
    app,
    apps,
    tokens,
    installations,
    calls,
    switches,
    exchanges,
    addAccount(hash, name) {
      if (!/^[a-z0-9]{1,40}$/.test(hash)) throw new Error(`"${hash}" is not a store hash`);
      if (accounts.has(hash)) throw new Error(`there is a store ${hash} already`);
      const added = createStoreAccount(hash, name, 1_001 + accounts.size * 100);
      accounts.set(hash, added);
      return added;
    },
    account,
    accounts: () => [...accounts.values()],
    save: () => ({
      apps: structuredClone(apps.list()),
      accounts: structuredClone([...accounts.values()]),
      installations: installations.save(),
      tokens: tokens.save(),
    }),
    restore(saved) {
      apps.restore(saved.apps);
      accounts.clear();
      for (const one of structuredClone(saved.accounts)) accounts.set(one.hash, one);
      installations.restore(saved.installations);
      tokens.restore(saved.tokens);
    },
  };
}
