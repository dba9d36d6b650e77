import { randomBytes } from 'node:crypto';

/** An app as its maker registered it in the Developer Portal. */
export interface AppProfile {
  /** The number in control-panel addresses; not the client id. */
  id: number;
  name: string;
  clientId: string;
  clientSecret: string;
  accountUuid: string;
  authUrl: string;
  loadUrl: string;
  uninstallUrl: string | null;
  removeUserUrl: string | null;
  multiUser: boolean;
  scopes: string[];
}

export type NewApp = Pick<AppProfile, 'authUrl' | 'loadUrl' | 'scopes'> & Partial<AppProfile>;

/**
 * The Developer Portal: changes take effect at once for every store.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/developer-portal
 */
export class Apps {
  private readonly byClientId = new Map<string, AppProfile>();
  private nextId = 4001;

  /** @throws Error for callbacks that the portal would not take */
  register(app: NewApp): AppProfile {
    const profile: AppProfile = {
      name: 'App',
      clientId: randomBytes(16).toString('hex'),
      clientSecret: randomBytes(32).toString('hex'),
      accountUuid: '6bfe2b8b-0000-4000-8000-000000000001',
      uninstallUrl: null,
      removeUserUrl: null,
      multiUser: true,
      ...app,
      id: app.id ?? this.nextId++,
    };
    checkCallbacks(profile);
    this.byClientId.set(profile.clientId, profile);
    return profile;
  }

  update(clientId: string, patch: Partial<Omit<AppProfile, 'id' | 'clientId'>>): AppProfile {
    const changed = { ...this.require(clientId), ...patch };
    checkCallbacks(changed);
    this.byClientId.set(clientId, changed);
    return changed;
  }

  find(clientId: string): AppProfile | undefined {
    return this.byClientId.get(clientId);
  }

  findById(id: number): AppProfile | undefined {
    return this.list().find((app) => app.id === id);
  }

  require(clientId: string): AppProfile {
    const app = this.find(clientId);
    if (!app) throw new Error(`no app has the client id ${clientId}`);
    return app;
  }

  list(): AppProfile[] {
    return [...this.byClientId.values()];
  }

  /** Replaces all apps. */
  restore(apps: readonly AppProfile[]): void {
    this.byClientId.clear();
    for (const app of structuredClone(apps)) this.byClientId.set(app.clientId, app);
    this.nextId = Math.max(this.nextId, ...apps.map(({ id }) => id + 1));
  }
}

/** HTTPS everywhere but on the loopback, where no certificate can be had. */
function checkCallbacks({ authUrl, loadUrl, uninstallUrl, removeUserUrl }: AppProfile): void {
  for (const callback of [authUrl, loadUrl, uninstallUrl, removeUserUrl]) {
    if (callback === null) continue;
    const url = new URL(callback);
    if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
      throw new Error(`a callback URL is HTTPS: ${callback}`);
    }
  }
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname) ||
    hostname === '[::1]'
  );
}
