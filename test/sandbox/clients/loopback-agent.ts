import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';

/**
 * An agent that takes requests for BigCommerce's hosts to the sandbox, for clients whose hosts are fixed. There is no
 * TLS on the way: what is sent over it is the same.
 * @param origins host name → origin of the sandbox, such as `http://127.0.0.1:4002`
 */
export class LoopbackAgent extends Agent {
  private readonly origins: Readonly<Record<string, string>>;

  constructor(origins: Readonly<Record<string, string>>) {
    super({ keepAlive: false });
    this.origins = origins;
  }

  override createConnection(options: { host?: string | null }): Socket {
    const origin = this.origins[options.host ?? ''];
    if (origin === undefined) throw new Error(`nothing stands for ${String(options.host)}`);
    const { hostname, port } = new URL(origin);
    return connect(Number(port), hostname);
  }
}
