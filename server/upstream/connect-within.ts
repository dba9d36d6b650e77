import type http from 'node:http';
import type { Duplex } from 'node:stream';

type CreateConnection = (
  options: object,
  callback?: (error: Error | null, stream: Duplex) => void,
) => Duplex | null | undefined;

/**
 * Bounds the time in which an agent's connections must be established; Node has no such option of its own,
 * and a total deadline alone would let a dead address use all of it.
 * @returns the same agent
 */
export function connectWithin<A extends http.Agent>(agent: A, ms: number): A {
  // `createConnection` is documented (https://nodejs.org/api/http.html#agentcreateconnectionoptions-callback);
  // older typings lack it.
  const withCreate = agent as unknown as { createConnection: CreateConnection };
  const create = withCreate.createConnection.bind(agent);
  withCreate.createConnection = (options, callback) => {
    const socket = create(options, callback);
    if (!socket) return socket;
    const timer = setTimeout(() => {
      const error: NodeJS.ErrnoException = new Error('connection not established in time');
      error.code = 'ETIMEDOUT';
      socket.destroy(error);
    }, ms);
    const done = (): void => clearTimeout(timer);
    // A TLS socket emits `connect` before its handshake is over; only `secureConnect` ends that wait.
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', done);
    socket.once('close', done);
    return socket;
  };
  return agent;
}
