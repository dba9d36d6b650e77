import express, { type Request, type RequestHandler, type Response } from 'express';
import { ApiRefusal } from './answer.ts';

export type BodyReader = (request: Request, response: Response) => Promise<unknown>;

/** Reads JSON bodies; everything else is refused with 415, broken JSON with 400, too much of it with 413. */
export function createBodyReader(): BodyReader {
  const parse: RequestHandler = express.json({ limit: '8mb', strict: false, type: () => true });
  return async (request, response) => {
    const isEmpty = Number(request.get('content-length') ?? 0) === 0 && !request.get('transfer-encoding');
    if (isEmpty) return undefined;
    // A guard in front of another router may have read it already.
    if (request.body !== undefined) return request.body as unknown; // Express types it as any
    if (!request.is('application/json')) throw new ApiRefusal(415);
    await new Promise<void>((resolve, reject) => {
      void parse(request, response, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(isTooLarge(error) ? new ApiRefusal(413) : new ApiRefusal(400, 'Input is invalid.'));
      });
    });
    return request.body as unknown; // as above
  };
}

function isTooLarge(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 413;
}
