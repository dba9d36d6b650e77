import type { SandboxClock, SimulatedStore } from '../contract.ts';
import { createActions } from './actions.ts';
import { createOracle, type StoreOracle } from './oracle.ts';
import { defaultProfile, type StoreProfile } from './profile.ts';
import { restoreState, saveState } from './snapshot.ts';
import { createState, type StoreState } from './state.ts';
import { demoSize, type StoreSize } from './world.ts';

export type { GroupTotal, SalesAnswer, SalesQuestion, StoreOracle } from './oracle.ts';
export type { StoreProfile } from './profile.ts';
export type { StoreSize } from './world.ts';

/** A simulated store with what judges the software that reads it. */
export interface GeneratedStore extends SimulatedStore {
  readonly oracle: StoreOracle;
  readonly profile: StoreProfile;
  /** For the REST API alone. */
  readonly state: StoreState;
}

export interface StoreOptions {
  hash: string;
  seed: number;
  clock: SandboxClock;
  size?: Partial<StoreSize>;
  profile?: Partial<StoreProfile>;
}

/**
 * A store whose data follow from the seed. Nothing but the catalogue and the changes is kept in memory: an order is
 * computed when it is looked at, so that a million of them cost nothing.
 */
export function createStore(options: StoreOptions): GeneratedStore {
  const { hash, seed, clock } = options;
  const profile = { ...defaultProfile, ...options.profile };
  const state = createState({ hash, seed, clock, profile, size: { ...demoSize, ...options.size } });
  return {
    hash,
    profile,
    state,
    actions: createActions(state),
    oracle: createOracle(state),
    onEvent: state.listen,
    snapshot: () => saveState(state),
    restore: (snapshot) => restoreState(state, snapshot),
  };
}
