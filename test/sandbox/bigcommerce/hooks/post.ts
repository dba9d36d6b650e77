import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export type PostResult = { kind: 'answer'; status: number } | { kind: 'timeout' } | { kind: 'no-connection' };

/** Posts deliveries over kept connections; follows no redirect and reads no answer. */
export class Poster {
  private readonly agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  };

  /** Never rejects. @param timeoutMs real milliseconds until the headers of the answer */
  post(url: URL, headers: Record<string, string>, body: string, timeoutMs: number): Promise<PostResult> {
    return new Promise((resolve) => {
      const isPlain = url.protocol === 'http:';
      const send = isPlain ? httpRequest : httpsRequest;
      const options = {
        method: 'POST',
        agent: this.agents[isPlain ? 'http:' : 'https:'],
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      };
      const request = send(url, options, (response) => {
        clearTimeout(timer);
        response.resume();
        // An answer cut in the middle was an answer all the same.
        response.on('error', () => undefined);
        resolve({ kind: 'answer', status: response.statusCode ?? 0 });
      });
      const timer = setTimeout(() => {
        resolve({ kind: 'timeout' });
        request.destroy();
      }, timeoutMs);
      request.on('error', () => {
        clearTimeout(timer);
        resolve({ kind: 'no-connection' });
      });
      request.end(body);
    });
  }

  close(): void {
    this.agents['http:'].destroy();
    this.agents['https:'].destroy();
  }
}
