/**
 * Waits for work, no longer than a limit. The work itself goes on, so only for what may happen although nobody waits.
 * @returns whether it ended in time
 * @throws whatever the work throws within the limit
 */
export async function endsWithin(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
