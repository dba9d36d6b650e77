import type { Linter } from 'eslint';

export const layers: Linter.Config;
/** Layer → the layers it may import from, and those of which only types. */
export const table: Record<string, { values: string[]; types?: string[] }>;
