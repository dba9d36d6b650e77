/** The package has no types; what the test uses of it. https://www.npmjs.com/package/node-bigcommerce */
declare module 'node-bigcommerce' {
  import type { Agent } from 'node:https';

  export default class BigCommerce {
    constructor(config: {
      clientId: string;
      secret?: string;
      callback?: string;
      accessToken?: string;
      storeHash?: string;
      apiVersion?: 'v2' | 'v3';
      agent?: Agent;
      failOnLimitReached?: boolean;
    });
    authorize(query: { code: string; scope: string; context: string }): Promise<{ access_token: string }>;
    get(path: string): Promise<unknown>;
    post(path: string, data: object): Promise<unknown>;
    delete(path: string): Promise<unknown>;
  }
}
