import { Draws } from '../sandbox/bigcommerce/data/random.ts';

/*
 * FAULT_SEED drives everything that is random in test/faults: the stores' data, which deliveries are lost, doubled and
 * reordered, the steps of the model, the instants of kills. FAULT_RUNS makes the random tests longer,
 * FAULT_MINUTES makes the model a soak. See test/faults/README.md.
 */

function readNumber(name: string): number | null {
  const text = process.env[name];
  if (text === undefined) return null;
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return Number(text);
}

/** Null is the seed that each test was written with. */
export const faultSeed = readNumber('FAULT_SEED');

/** How many times the random tests are to be repeated; each has a small number of its own. */
export const faultRuns = readNumber('FAULT_RUNS');

/** For how long the model is to be run again and again, each time from the next seed; null is once. */
export const faultMinutes = readNumber('FAULT_MINUTES');

/** Draws that depend on FAULT_SEED alone. */
export function createFaultDraws(): Draws {
  return new Draws(faultSeed ?? 1);
}
