import { z } from 'zod';
import { addChannel, changeChannel } from '../../data/channel-writes.ts';
import type { Channel } from '../../data/profile.ts';
import { ApiRefusal, data } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { readRecord } from '../record-body.ts';
import { presentChannel, requireChannel } from './channels.ts';

/* https://developer.bigcommerce.com/docs/rest-management/channels */

const changeable = z.object({
  name: z.string().min(1).max(255),
  status: z
    .enum([
      'active',
      'prelaunch',
      'inactive',
      'connected',
      'disconnected',
      'archived',
      'deleted',
      'terminated',
    ])
    .optional(),
  external_id: z.string().max(255).optional(),
  is_listable_from_ui: z.boolean().optional(),
  is_visible: z.boolean().optional(),
});
const changes = changeable.partial();
const creatable = changeable.extend({
  type: z.enum(['pos', 'marketplace', 'storefront', 'marketing']),
  platform: z.string().min(1).max(255),
});

export const channelWriteEndpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/v3/channels',
    scopes: scopes.channelsWrite,
    query: [],
    handle: (call) => data(presentChannel(createChannel(call))),
  },
  {
    method: 'PUT',
    path: '/v3/channels/:channel_id',
    scopes: scopes.channelsWrite,
    query: [],
    handle: (call) => data(presentChannel(updateChannel(call))),
  },
];

function createChannel(call: ApiCall): Channel {
  const { name, type, platform, ...rest } = readRecord(call, creatable);
  refuseTakenName(call, name);
  return addChannel(call.state, { name, type, platform, ...changesOf(rest) });
}

function updateChannel(call: ApiCall): Channel {
  const before = requireChannel(call);
  const fields = readRecord(call, changes);
  if (fields.name !== undefined && fields.name !== before.name) refuseTakenName(call, fields.name);
  return changeChannel(call.state, before, changesOf(fields));
}

/** The fields that a body names, in the store's own words. */
function changesOf(fields: z.infer<typeof changes>): Partial<Channel> {
  const {
    name,
    status,
    external_id: externalId,
    is_visible: visible,
    is_listable_from_ui: listable,
  } = fields;
  return {
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { status }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(visible === undefined ? {} : { isVisible: visible }),
    ...(listable === undefined ? {} : { isListable: listable }),
  };
}

function refuseTakenName(call: ApiCall, name: string): void {
  if ([...call.state.channels.values()].some((channel) => channel.name === name)) {
    throw new ApiRefusal(422, 'The channel name is taken.', { name: 'taken' });
  }
}
