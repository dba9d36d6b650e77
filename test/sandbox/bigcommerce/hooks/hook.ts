/** A subscription as it is stored. */
export interface Hook {
  id: number;
  clientId: string;
  storeHash: string;
  scope: string;
  destination: string;
  headers: Record<string, string>;
  isActive: boolean;
  /** Switched off by the platform, not by its owner. */
  deactivated: boolean;
  /** Milliseconds since 1970, as all times here. */
  createdAt: number;
  updatedAt: number;
  /** Events before this are missed: a new hook can take up to a minute. */
  worksFrom: number;
  /** Last delivery or change; ninety days without any switch it off. */
  activeAt: number;
}

/** The form of the REST API; times are unix seconds. https://developer.bigcommerce.com/docs/rest-management/webhooks */
export function presentHook(hook: Hook): Record<string, unknown> {
  return {
    id: hook.id,
    client_id: hook.clientId,
    store_hash: hook.storeHash,
    scope: hook.scope,
    destination: hook.destination,
    headers: hook.headers,
    is_active: hook.isActive,
    created_at: Math.floor(hook.createdAt / 1000),
    updated_at: Math.floor(hook.updatedAt / 1000),
    events_history_enabled: false,
  };
}

/** Whether a hook hears of an event. `*` stands for a family only at the end; elsewhere it is literal. */
export function hears(hookScope: string, eventScope: string): boolean {
  if (hookScope === eventScope) return true;
  return hookScope.endsWith('/*') && eventScope.startsWith(hookScope.slice(0, -1));
}

export const exceptionScope = 'store/hook/deliveryException';
