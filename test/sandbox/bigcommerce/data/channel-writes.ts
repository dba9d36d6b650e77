import type { Channel } from './profile.ts';
import type { StoreState } from './state.ts';

export type NewChannel = Pick<Channel, 'name'> & Partial<Omit<Channel, 'id' | 'createdAt' | 'modifiedAt'>>;

/** Opens a channel; another storefront of BigCommerce's own if nothing else is said. */
export function addChannel(state: StoreState, wish: NewChannel): Channel {
  const at = state.clock.now();
  const channel: Channel = {
    type: 'storefront',
    platform: 'bigcommerce',
    status: 'active',
    externalId: '',
    isVisible: true,
    isListable: true,
    ...wish,
    id: Math.max(...state.channels.keys()) + 1,
    createdAt: at,
    modifiedAt: at,
  };
  state.channels.set(channel.id, channel);
  state.emit({ scope: 'store/channel/created', data: { type: 'channel', id: channel.id } });
  return channel;
}

export function changeChannel(state: StoreState, before: Channel, changes: Partial<Channel>): Channel {
  const channel: Channel = { ...before, ...changes, modifiedAt: state.clock.now() };
  state.channels.set(channel.id, channel);
  state.emit({ scope: 'store/channel/updated', data: { type: 'channel', id: channel.id } });
  return channel;
}
