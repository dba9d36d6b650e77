import type { NewAccount } from './account.ts';

/** The account that is there from the start. Its stores' names resemble those of the demo store's channels and locations, as they
 * do for a merchant who made both by hand. */
export const demoAccount: Readonly<NewAccount> = {
  uid: '1234',
  key: 'sandbox-key-of-account-1234',
  stores: [
    { id: 101, name: 'Front Street' },
    { id: 102, name: 'Airport' },
    { id: 103, name: 'Green Mesa' },
    { id: 104, name: 'Online' },
  ],
};
