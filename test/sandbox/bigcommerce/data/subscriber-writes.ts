import { idsForEmail } from './base-customer.ts';
import type { Subscriber } from './model.ts';
import { findSubscriber, type StoreState } from './state.ts';

type Wish = Omit<Subscriber, 'id' | 'createdAt' | 'modifiedAt'>;

/** E-mails are compared without their capitals. */
export function subscriberWithEmail(state: StoreState, email: string): Subscriber | undefined {
  const wanted = email.toLowerCase();
  const ids = [...idsForEmail(state.world, wanted), ...[...state.subscribers.entries()].map(([id]) => id)];
  return ids
    .map((id) => findSubscriber(state, id))
    .find((subscriber) => subscriber?.email.toLowerCase() === wanted);
}

export function addSubscriber(state: StoreState, wish: Wish): Subscriber {
  const at = state.clock.now();
  const subscriber: Subscriber = {
    ...wish,
    id: state.next.subscriber++,
    createdAt: at,
    modifiedAt: at,
  };
  state.subscribers.set(subscriber.id, subscriber, at);
  fire(state, subscriber.id, 'created');
  return subscriber;
}

export function changeSubscriber(state: StoreState, known: Subscriber, changes: Partial<Wish>): Subscriber {
  const at = state.clock.now();
  const changed: Subscriber = { ...known, ...changes, modifiedAt: at };
  state.subscribers.set(known.id, changed, at);
  fire(state, known.id, 'updated');
  return changed;
}

/** Ticks or unticks the newsletter for an e-mail, which need not be a customer's. */
export function setNewsletter(state: StoreState, email: string, isWanted: boolean): number {
  const consents = isWanted ? ['marketing_newsletter'] : [];
  const known = subscriberWithEmail(state, email);
  if (known) return changeSubscriber(state, known, { consents }).id;
  const about = { firstName: '', lastName: '', source: 'storefront', orderId: null, channelId: 1 };
  return addSubscriber(state, { ...about, email, consents }).id;
}

function fire(state: StoreState, id: number, what: 'created' | 'updated'): void {
  state.emit({ scope: `store/subscriber/${what}`, data: { type: 'subscriber', id } });
}
