import type { NewAccount } from './account.ts';

/** The account that is there from the start. Its stores' names resemble a web shop's, without being equal. */
export const demoAccount: Readonly<NewAccount> = {
  uid: '1234',
  key: 'sandbox-key-of-account-1234',
  stores: [
    { id: 101, name: 'Main Street' },
    { id: 102, name: 'Eastside' },
    { id: 103, name: 'Harbor Point' },
    { id: 104, name: 'Online' },
  ],
};
