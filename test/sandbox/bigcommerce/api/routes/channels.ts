import type { Channel } from '../../data/profile.ts';
import { ApiRefusal, data, ok } from '../answer.ts';
import { scopes, type ApiCall, type Endpoint } from '../call.ts';
import { isoZ } from '../dates.ts';
import { timeTest } from '../list-tests.ts';
import { readPageWish, v3PageOf } from '../paging.ts';

/*
 * https://developer.bigcommerce.com/docs/rest-management/channels
 * https://developer.bigcommerce.com/docs/rest-management/sites
 */

const dates = ['date_created', 'date_modified'].flatMap((name) => [name, `${name}:min`, `${name}:max`]);

export const channelEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v3/channels',
    scopes: scopes.channels,
    query: ['include', 'available', 'status:in', 'type:in', 'platform:in', ...dates, 'page', 'limit'],
    choices: { include: ['currencies'], 'type:in': ['storefront', 'pos', 'marketplace', 'marketing'] },
    handle: (call) => v3PageOf(call, listChannels(call), presentChannel),
  },
  {
    method: 'GET',
    path: '/v3/channels/:channel_id',
    scopes: scopes.channels,
    query: ['include'],
    handle: (call) => data(presentChannel(requireChannel(call))),
  },
  {
    method: 'GET',
    path: '/v3/channels/:channel_id/site',
    scopes: scopes.channels,
    query: [],
    handle(call) {
      const channel = requireChannel(call);
      if (channel.type !== 'storefront') throw new ApiRefusal(404, 'The channel has no site.');
      return data(presentSite(call, channel));
    },
  },
  {
    method: 'GET',
    path: '/v3/sites',
    scopes: scopes.sites,
    query: ['page', 'limit', 'channel_id:in', 'url_type:in'],
    handle(call) {
      const ids = call.query.ints('channel_id:in');
      const found = sites(call).filter(({ id }) => !ids || ids.includes(id));
      // Alone among the lists of V3 this one counts by offset.
      const { offset, limit } = readPageWish(call);
      const page = found.slice(offset, offset + limit).map((channel) => presentSite(call, channel));
      return ok({ data: page, meta: { pagination: { offset, limit, total_items: found.length } } });
    },
  },
  {
    method: 'GET',
    path: '/v3/sites/:site_id',
    scopes: scopes.sites,
    query: [],
    handle(call) {
      const channel = sites(call).find((one) => siteIdOf(one) === Number(call.params['site_id']));
      if (!channel) throw new ApiRefusal(404, 'The site was not found.');
      return data(presentSite(call, channel));
    },
  },
];

function listChannels(call: ApiCall): Channel[] {
  const { query } = call;
  const [statuses, types, platforms] = [
    query.list('status:in'),
    query.list('type:in'),
    query.list('platform:in'),
  ];
  const available = query.flag('available');
  const gone = ['archived', 'deleted', 'terminated'];
  const [wasCreated, wasModified] = [timeTest(query, 'date_created'), timeTest(query, 'date_modified')];
  return [...call.state.channels.values()]
    .filter(
      (channel) =>
        (!statuses || statuses.includes(channel.status)) &&
        (!types || types.includes(channel.type)) &&
        (!platforms || platforms.includes(channel.platform)) &&
        (available === undefined || gone.includes(channel.status) !== available) &&
        wasCreated(channel.createdAt) &&
        wasModified(channel.modifiedAt),
    )
    .sort((a, b) => a.id - b.id);
}

export function requireChannel(call: ApiCall): Channel {
  const channel = call.state.channels.get(Number(call.params['channel_id']));
  if (!channel) throw new ApiRefusal(404, 'The channel was not found.');
  return channel;
}

export function presentChannel(channel: Channel) {
  return {
    id: channel.id,
    name: channel.name,
    type: channel.type,
    platform: channel.platform,
    status: channel.status,
    external_id: channel.externalId,
    icon_url: `https://cdn.example.com/icons/${channel.platform}.svg`,
    is_listable_from_ui: channel.isListable,
    is_visible: channel.isVisible,
    date_created: isoZ(channel.createdAt),
    date_modified: isoZ(channel.modifiedAt),
  };
}

function sites(call: ApiCall): Channel[] {
  return [...call.state.channels.values()].filter(({ type }) => type === 'storefront');
}

function siteIdOf(channel: Channel): number {
  return 999 + channel.id;
}

function presentSite(call: ApiCall, channel: Channel) {
  const { domain } = call.store.profile;
  const url = channel.id === 1 ? `https://${domain}` : `https://channel-${channel.id}.${domain}`;
  const at = new Date(channel.createdAt).toISOString();
  return {
    id: siteIdOf(channel),
    channel_id: channel.id,
    url,
    ssl_status: 'dedicated',
    urls: [
      { url, type: 'primary', created_at: at, updated_at: at },
      {
        url: `https://store-${call.store.hash}-${channel.id}.mybigcommerce.com`,
        type: 'canonical',
        created_at: at,
        updated_at: at,
      },
    ],
    is_checkout_url_customized: false,
    created_at: at,
    updated_at: at,
  };
}
