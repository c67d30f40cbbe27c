import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** Connections that are made ahead of the request that will use them: at most one an origin. */
export interface SpareConnections {
  /** In the connector's place: gives the origin's spare connection away, or makes one. */
  readonly connect: buildConnector.connector;
  /** Connects, TLS included, and sends nothing. Resolves when that is over; never fails. */
  prepare(origin: string): Promise<void>;
  close(): void;
}

interface Spare {
  /** Null = it could not be made. */
  readonly made: Promise<Socket | null>;
  /** Null while it is being made. */
  socket: Socket | null;
}

/** `unusedMs`: how long a connection waits for its request. */
export function createSpareConnections(
  connector: buildConnector.connector,
  unusedMs: number,
): SpareConnections {
  const spares = new Map<string, Spare>();
  let closed = false;

  function make(key: string, url: URL): Promise<Socket | null> {
    const { protocol, host, hostname, port } = url;
    return new Promise((resolve) => {
      // As undici asks for it: an IPv6 address without its brackets.
      const options = { protocol, host, hostname: hostname.replaceAll(/[[\]]/gu, ''), port };
      connector(options, (...[error, socket]) => {
        if (error !== null) {
          resolve(null);
          return;
        }
        socket.setTimeout(unusedMs, () => socket.destroy());
        socket.once('close', () => forget(key, socket));
        if (closed) socket.destroy();
        resolve(socket);
      });
    });
  }

  function forget(key: string, socket: Socket): void {
    if (spares.get(key)?.socket === socket) spares.delete(key);
  }

  /** The spare connection for a request, or another one where it came to nothing. */
  async function hand(
    spare: Spare,
    options: buildConnector.Options,
    callback: buildConnector.Callback,
  ): Promise<void> {
    const socket = await spare.made;
    if (socket === null || !socket.writable) {
      connector(options, callback);
      return;
    }
    socket.setTimeout(0);
    callback(null, socket);
  }

  return {
    connect(options, callback) {
      const key = `${options.protocol}//${options.host ?? ''}`;
      const spare = spares.get(key);
      if (spare === undefined) {
        connector(options, callback);
        return;
      }
      spares.delete(key);
      void hand(spare, options, callback);
    },
    async prepare(origin) {
      const url = new URL(origin);
      const key = `${url.protocol}//${url.host}`;
      if (closed) return;
      const known = spares.get(key);
      if (known !== undefined) {
        await known.made;
        return;
      }
      const spare: Spare = { made: make(key, url), socket: null };
      spares.set(key, spare);
      spare.socket = await spare.made;
      if (spare.socket === null && spares.get(key) === spare) spares.delete(key);
    },
    close() {
      closed = true;
      for (const { made } of spares.values()) void made.then((socket) => socket?.destroy());
      spares.clear();
    },
  };
}
