import type { Logger } from './log.ts';

export type CrashPoint = (name: string) => void;

/**
 * Kills the process, as `kill -9` would, when the armed place is passed for the nth time; for tests of what a crash
 * leaves behind. `readConfig` refuses to arm one in production.
 * @param armed `name` or `name:nth`; null arms nothing
 */
export function createCrashPoint(armed: string | null, log: Logger): CrashPoint {
  if (armed === null) return () => undefined;
  const [name, nth = '1'] = armed.split(':');
  let left = Number(nth);
  log.warn({ crashPoint: armed }, 'a crash point is armed');
  return (passed) => {
    if (passed !== name) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
