import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 25;

/**
 * Looks again and again until the condition holds.
 * @param explain what is wrong as long as it does not hold
 * @returns milliseconds that it took
 * @throws Error with the description after `timeoutMs`
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
  explain: () => string | Promise<string> = () => '',
): Promise<number> {
  const from = performance.now();
  while (!(await condition())) {
    if (performance.now() - from > timeoutMs) {
      throw new Error(`waited ${timeoutMs} ms in vain: ${what}\n${await explain()}`);
    }
    await pause(lookEveryMs);
  }
  return performance.now() - from;
}
