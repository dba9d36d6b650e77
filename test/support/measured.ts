/** Says what a test has measured; for people, no check depends on it. */
export function measured(line: string): void {
  process.stdout.write(`  measured: ${line}\n`);
}
