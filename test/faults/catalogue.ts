/** Where each fault is played: a file of tests, and what a test of it is called, or how the name of several begins. */
export interface Proof {
  file: string;
  test: string;
}

const faults = (name: string, test: string): Proof => ({ file: `test/faults/${name}.test.ts`, test });
const integration = (name: string, test: string): Proof => ({
  file: `test/integration/${name}.test.ts`,
  test,
});
const browser = (name: string, test: string): Proof => ({ file: `test/browser/${name}.test.ts`, test });
const unit = (name: string, test: string): Proof => ({ file: `server/${name}.test.ts`, test });

/** Every fault that the app has to bear, with its proofs; `catalogue.test.ts` looks whether these exist. */
export const catalogue: Readonly<Record<string, readonly Proof[]>> = {
  'killed at each crash point, and at random, while history is read': [
    faults('crash-points', 'at %s of history: progress never falls behind what was written'),
    faults('crashes', 'goes on within 45 s of kill -9'),
    faults('random-kills', 'never falls back behind what was written'),
  ],
  'killed between two writes, beside history': [
    faults('crash-points', 'at the cursor of a sweep'),
    faults('crash-points', 'at options-saved: what was saved is followed by the next sweep'),
    faults('crash-points', 'at opt-in-claimed and opt-in-asked: no phone is asked twice'),
    faults('crash-points', 'at failure-noted: the merchant sees the trouble'),
    faults('crash-points', 'at %s: 200 was said'),
  ],
  'killed between what AIQ accepted and its record': [
    faults('crash-points', 'and has it all in the end, each sale as one'),
    faults('crash-points', 'at after-aiq-accepted: a sale that was cancelled before the restart'),
    integration('sync-unknown-outcome', 'is sent again when the order is what its record still says'),
    integration('sync-history', 'goes on where it stood after a crash'),
  ],
  'killed while a webhook is answered': [faults('crash-points', 'at %s: no 200 was said')],
  'killed while secrets are sealed anew': [
    integration('reseal', 'one command, killed in between and run again'),
  ],
  'SIGTERM during the sync': [faults('crashes', 'stops within 25 s of SIGTERM')],
  'stopped for longer than the lease': [
    faults('stopped-worker', 'is relieved, and when it wakes, stops without harm'),
    integration('db-fencing', 'of a predecessor cannot write records or checkpoints any more'),
  ],
  'the database goes away, or is partitioned from one instance': [
    faults('database', 'in the middle of history: nothing goes to AIQ'),
    faults('database', 'while webhooks come: none is answered 200'),
    integration('sync-instances', 'a worker that cannot renew in time stops by itself'),
    browser('outage', 'every page says so and keeps what it shows'),
  ],
  'the database is slow, full, or its primary steps down': [
    faults('database-trouble', 'that answers slowly keeps no lease from being renewed'),
    faults('database-trouble', 'that answers later than a lease lasts'),
    faults('database-trouble', 'that is full: no webhook is answered 200'),
    faults('database-trouble', 'again and again, in the middle of history'),
    integration('db-once', 'that freezes or goes away lets nobody wait for long'),
  ],
  'AIQ is down for minutes': [
    faults('outage', 'its circuit opens after a few failures'),
    faults('outage', 'and within a minute of its recovery the store has caught up'),
  ],
  'AIQ says 429 in bursts, with and without a time': [
    faults('aiq-answers', '429 to a burst'),
    unit('upstream/pace-limiter', 'halves on trouble, once for calls that were under way together'),
  ],
  'AIQ refuses the key of one store': [faults('upstreams', 'refuses the key until the merchant enters')],
  'AIQ accepts and does not say so': [
    faults('upstreams', 'carries a call out and answers with'),
    integration('clients-aiq', 'repeats a sale whose answer was lost, and AIQ holds it once'),
  ],
  'AIQ answers slowly or drips': [
    faults('aiq-answers', 'after 25 s: each call has its time'),
    integration('clients-http', 'ends a call whose answer only drips'),
  ],
  'AIQ answers garbage, or 300 MB': [
    faults('upstreams', 'answers sales with “%s” for a while'),
    integration('clients-aiq', 'does not read a huge answer to its end'),
  ],
  'AIQ refuses one record of a bulk call': [
    faults('aiq-answers', 'no to one record of a bulk call'),
    unit('sync/send-records', 'finds the one bad record wherever it is'),
  ],
  'AIQ shows records only hours later': [faults('aiq-answers', 'yes, and shows the records only 20 hours')],
  'BigCommerce says 429, or another app eats the quota': [
    faults('upstreams', 'says 429 without any quota headers'),
    faults('upstreams', 'shares its quota with another app'),
    integration('clients-bigcommerce-limits', 'waits after a 429 until the reset time, for every lane'),
  ],
  'BigCommerce refuses the token': [
    faults('upstreams', 'refuses the token once, by mistake'),
    faults('upstreams', 'has revoked the token: the store waits'),
  ],
  'BigCommerce takes a scope away, is down, or answers HTML': [
    faults('upstreams', 'has taken a scope away: the store waits'),
    faults('upstreams', 'answers the sweep with “%s” for a while'),
    integration('clients-bigcommerce-limits', 'tries a gateway error again, a 500 not at once'),
  ],
  'an error looks like an empty list': [
    integration('clients-bigcommerce-orders', 'takes 204 for the end of a list and nothing else'),
    faults('upstreams', 'answers the sweep with “%s” for a while'),
  ],
  'answers in other forms than usual': [
    unit('bigcommerce/order', 'accepts numbers as text, text as numbers and missing optional fields'),
    integration('sync-repairs', 'parks a customer, a product and a refund that cannot be read, alone'),
  ],
  'an include shows fewer lines than there are': [
    faults('hostile-data', 'whose lines an include cuts short'),
    integration('clients-bigcommerce-orders', 'completes an order whose lines were cut, over all pages'),
  ],
  'BigCommerce shows an order later than it tells of it': [
    faults('upstreams', 'shows an order half a minute later than its webhook'),
    faults('upstreams', 'shows the old version of a refunded order'),
  ],
  'a redirect to another host': [
    integration('clients-http', 'follows no redirect, so that the credential stays here'),
    faults('upstreams', 'answers the sweep with “%s” for a while'),
  ],
  'a webhook a thousand times at once': [faults('webhooks', 'a thousand at once of the same order')],
  'webhooks twice, 47 hours late, or of equal hash': [
    faults('webhooks', 'a duplicate 47 hours later'),
    faults('webhooks', 'of equal hash about another change'),
    integration('webhooks', 'is taken with a signature, also one of two days ago'),
  ],
  'a webhook that comes a day late': [faults('webhooks', 'late by a day, signed as long ago')],
  'webhooks out of order': [faults('webhooks', 'twice, late and out of order')],
  'webhooks lost': [
    faults('webhooks', 'a share of %d lost: the sweeps bring everything'),
    faults('webhooks', 'a share of %d lost: the merchant is told within a quarter of an hour'),
    faults('webhooks', 'one in each sweep lost, and another one once'),
    unit('sync/hearing', 'are taken to get lost when %s'),
    integration('sync-hearing', 'was not told when none came'),
    faults('instances', 'find by the sweep what every lost webhook would have told'),
  ],
  'hooks deleted, switched off or pointed elsewhere': [
    faults('webhooks', 'hooks that were %s are repaired within the hour'),
  ],
  'forged webhooks': [
    faults('webhooks', 'forged, for another store, or of a hostile shape'),
    integration('webhooks', 'is refused with 10 MB, which are not read'),
    integration('webhooks', 'is limited, and true ones are not'),
  ],
  'a flood of one store': [faults('flood', 'is read by the page, and the other stores are served as ever')],
  'a clock set back, slots missed': [
    unit('schedule/schedule', 'does nothing twice when the clock is set back an hour'),
    unit('schedule/schedule', 'catches up once after sleeping over ten periods'),
    integration('schedule', 'run each job of a period once'),
  ],
  'several instances at once': [
    faults('instances', 'work each store one at a time, to the right end'),
    faults('instances', 'five that start at once'),
    faults('instances', 'share the histories of 20 stores'),
    faults('instances', 'beside two of another version: indexes are made once'),
    integration('sync-instances', 'never work on a store at the same time'),
  ],
  'uninstalled in the middle of history': [
    faults('uninstalling', 'ends every call with the dead token within 5 s'),
    faults('uninstalling', 'fences off a worker that nobody can tell'),
  ],
  'the callback of uninstalling never comes': [faults('callbacks', 'of an uninstalling that never come')],
  'installed again: at once, after the purge, by others, with other scopes': [
    faults('uninstalling', 'goes on after a reinstall at once'),
    faults('callbacks', 'of an installation by another user, with other scopes'),
    faults('callbacks', 'of an installation after the purge begin anew'),
    integration('app-extensions', 'the questions come when it is granted later'),
  ],
  'callbacks forged or played again': [
    faults('callbacks', 'with a payload that is wrong in one way'),
    faults('callbacks', 'open the app once for each payload'),
    faults('callbacks', 'of an uninstalling that was followed by an installation'),
  ],
  'a record that AIQ never takes': [faults('upstreams', 'a record that AIQ never takes stops no other')],
  'a tenth of the records, or all, refused': [
    faults('poison', 'a tenth of the records'),
    faults('poison', 'every record: the store stops asking'),
  ],
  'huge, empty and free orders, other currencies': [
    faults('hostile-data', 'of 2,000 lines with 5 MB of names'),
    faults('hostile-data', 'without a line, and for nothing'),
    faults('hostile-data', 'with a line for less than nothing'),
    faults('hostile-data', 'in a currency of three decimals'),
    unit('sync/mapping/order-to-sales', 'carries 2,000 lines of 5 MB together'),
  ],
  'texts that attack or do not fit': [
    faults('hostile-data', 'with names that attack or do not fit'),
    faults('hostile-data', 'are the same for another instance'),
    unit('panel/csv', 'makes %j text'),
  ],
  'history and live changes at once': [
    integration('sync-history', 'lets live changes pass within three seconds'),
  ],
  'keys changed, lost, or ciphertext altered': [
    faults('keys', 'are changed while the old one still opens'),
    faults('keys', 'are lost: the store waits with the cause'),
    unit('db/sealer', 'does not open with a single bit flipped anywhere'),
  ],
  'anything at all, in any order, for as long as is asked for': [
    faults('model', 'whatever happens to two stores, AIQ has in the end what they sold'),
  ],
  'routes of the panel without a right to them': [
    integration('panel-routes', 'every route of the table has a case here, and a handler'),
    integration('panel-routes', 'is closed without a session, whatever is sent'),
  ],
  'the panel on a slow line, or without answers': [
    browser('trouble', 'a slow line shows the shape of the page at once'),
    browser('trouble', 'an overview that fails is told'),
    browser('session', 'an answer that fails is told with a button'),
    browser('daily-use', 'begins with a first view whose layout stays'),
  ],
  'the session of an open panel ends': [
    browser('session', 'an ended session keeps what was typed'),
    browser('session', 'a user who was removed from the app sees'),
  ],
  'third-party cookies blocked, and a content security policy': [
    browser('set-up', 'installs, takes five decisions'),
    browser('trouble', 'no screen is refused anything by its content security policy'),
  ],
  'the same page in two tabs, or open to two admins': [
    browser('settings', 'tell the second of two tabs of one admin'),
    browser('settings', 'overwrite nothing that another admin saved meanwhile'),
  ],
  'a secret in a log or a metric': [
    { file: 'test/support/canaries.test.ts', test: 'is found out when it holds a token' },
  ],
};
