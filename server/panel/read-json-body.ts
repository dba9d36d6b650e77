import express, { type RequestHandler } from 'express';

const bodyLimit = '64kb';

/**
 * Reads a body of at most 64 kB as JSON, whatever type it claims to be. Packed bodies are refused, so that the limit
 * holds for what comes out, and keys that reach an object's prototype make the body unreadable.
 */
export function createJsonBodyReader(): RequestHandler {
  return express.json({ limit: bodyLimit, type: () => true, inflate: false, reviver: refusePrototypeKeys });
}

function refusePrototypeKeys(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype')
    throw new SyntaxError('a key of this name is not accepted');
  return value;
}
