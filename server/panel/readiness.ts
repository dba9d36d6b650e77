import { AppError } from '../errors.ts';
import type { StoreRow } from '../db/types/stores.ts';
import { currentAgeGate } from '../sync/age-gate.ts';
import { scopeMissing, tokenRefused } from './translate-errors.ts';

/**
 * Nothing is sent to AIQ before this passes.
 * @throws AppError that names the step of set-up that is missing
 */
export function requireReadyToSend(store: StoreRow): void {
  if (store.aiq === null)
    throw new AppError(409, 'aiq-not-linked', 'AIQ is not linked yet. Enter the UID and API key first.');
  if (store.aiq.state === 'refused') {
    throw new AppError(
      409,
      'aiq-key-refused',
      'AIQ does not accept the API key. Link AIQ again with a key that is in use.',
    );
  }
  if (currentAgeGate(store) === null) {
    throw new AppError(
      409,
      'age-gate-missing',
      'Confirm the age gate first. It is asked again when its wording or the store owner changes.',
    );
  }
  if (store.setup.mappingSavedAt === null) throw incomplete('mapping', 'Save the store mapping first.');
  requireBigcommerce(store);
  if (store.freeze !== null)
    throw new AppError(409, 'conflict', 'The app is paused. End the pause on Data & privacy first.');
}

/** Before the rest is sent, the merchant has also said how far back to go. */
export function requireReadyToStart(store: StoreRow): void {
  requireReadyToSend(store);
  if (store.setup.history === null) throw incomplete('history', 'Choose first how far back orders are sent.');
}

function requireBigcommerce({ bigcommerceState }: StoreRow): void {
  if (bigcommerceState === 'token-refused')
    throw new AppError(409, 'bigcommerce-token-refused', tokenRefused);
  if (bigcommerceState === 'scope-missing')
    throw new AppError(409, 'bigcommerce-scope-missing', scopeMissing);
}

function incomplete(step: string, message: string): AppError {
  return new AppError(409, 'setup-incomplete', message, { details: { step } });
}
