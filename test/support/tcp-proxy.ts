import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { Transform } from 'node:stream';

/** A way to a server that a test can cut or slow down. */
export interface TcpProxy {
  port: number;
  /** Ends every connection, and each new one as soon as it is made. */
  cut(): void;
  /** Keeps each piece of an answer back for so long, also on connections that are there already. */
  slow(ms: number): void;
  mend(): void;
  close(): Promise<void>;
}

/** A way to a database of its own, for the app alone; `uri` leads through it. */
export async function startDatabaseProxy(databaseUri: string): Promise<TcpProxy & { uri: string }> {
  const url = new URL(databaseUri);
  const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  url.host = `127.0.0.1:${proxy.port}`;
  return { ...proxy, uri: url.toString() };
}

/** Listens on the loopback and passes everything on. */
async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;

  function keep(socket: Socket, other: Socket): void {
    sockets.add(socket);
    // The end of one side is the end of the other, whatever ended it.
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  }

  /** One after the other, so that their order stays. */
  function delayed(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => void setTimeout(() => done(null, chunk), delayMs),
    });
  }

  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(target);
    keep(near, far);
    keep(far, near);
    near.pipe(far);
    far.pipe(delayed()).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  function endAll(): void {
    for (const socket of sockets) socket.destroy();
  }
  return {
    port: address.port,
    cut() {
      isCut = true;
      endAll();
    },
    slow(ms) {
      delayMs = ms;
    },
    mend() {
      isCut = false;
      delayMs = 0;
    },
    async close() {
      server.close();
      endAll();
      await once(server, 'close');
    },
  };
}
