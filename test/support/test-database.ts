import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';

/** Connection string of a fresh database on the run's MongoDB server, for the test file that asks. */
export function testDatabaseUri(): string {
  const uri = new URL(inject('mongoUri'));
  uri.pathname = `/test-${randomBytes(6).toString('hex')}`;
  return uri.toString();
}
