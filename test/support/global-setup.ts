import type { TestProject } from 'vitest/node';
import { startMongo } from './mongo.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** MongoDB server of this run, without a database name; every test file takes a database of its own. */
    mongoUri: string;
  }
}

/** One MongoDB server for all tests of a project; see `testDatabaseUri`. */
export default async function startMongoForTests(project: TestProject): Promise<() => Promise<void>> {
  const mongo = await startMongo({ say: (line) => process.stderr.write(`${line}\n`) });
  project.provide('mongoUri', mongo.uri);
  return () => mongo.close();
}
