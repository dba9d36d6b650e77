import type { Router } from 'express';
import { SwitchSet } from '../../switch-set.ts';
import type { RequireScope, SandboxClock, StoreEvent } from '../contract.ts';
import type { TokenRegistry } from '../login/token-registry.ts';
import { BlockList, type SavedDestination } from './block-list.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import { DeliveryLog, type SavedDeliveryLog } from './delivery-log.ts';
import { createHookEndpoints } from './endpoints.ts';
import { HookRegistry } from './hook-registry.ts';
import { defaultHookSwitches, hookSwitchChoices, type HookSwitches } from './switches.ts';

export interface SavedHooks {
  registry: ReturnType<HookRegistry['save']>;
  deliveries: Delivery[];
  /** A snapshot of an older sandbox has neither. */
  blockList?: SavedDestination[];
  log?: SavedDeliveryLog;
}

export interface Hooks {
  registry: HookRegistry;
  deliveries: Deliveries;
  blockList: BlockList;
  log: DeliveryLog;
  switches: SwitchSet<HookSwitches>;
  /** Tells the hooks of a store that something happened in it. */
  publish(storeHash: string, event: StoreEvent): void;
  /** The endpoints of the REST API, behind its guard. */
  endpoints(requireScope: RequireScope): Router;
  save(): SavedHooks;
  restore(saved: SavedHooks): void;
  close(): void;
}

/** Webhooks of simulated BigCommerce. */
export function createHooks(input: {
  clock: SandboxClock;
  tokens: TokenRegistry;
  secretOf: (clientId: string) => string;
  signedNow: () => number;
  draw: () => number;
}): Hooks {
  const { clock, tokens } = input;
  const switches = new SwitchSet<HookSwitches>(defaultHookSwitches, hookSwitchChoices);
  const registry = new HookRegistry(clock, () => switches.get());
  const blockList = new BlockList(clock);
  const log = new DeliveryLog();
  const deliveries = new Deliveries({ ...input, registry, blockList, log, switches: () => switches.get() });
  return {
    ...{ registry, deliveries, blockList, log, switches },
    publish: (storeHash, event) => deliveries.publish(storeHash, event),
    endpoints: (requireScope) =>
      createHookEndpoints({ registry, blockList, requireScope, peekToken: (token) => tokens.peek(token) }),
    save: () => ({
      registry: registry.save(),
      deliveries: deliveries.save(),
      blockList: blockList.save(),
      log: log.save(),
    }),
    restore(saved) {
      registry.restore(saved.registry);
      blockList.restore(saved.blockList ?? []);
      if (saved.log) log.restore(saved.log);
      else log.clear();
      deliveries.restore(saved.deliveries);
    },
    close: () => deliveries.close(),
  };
}
