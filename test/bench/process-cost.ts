import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;
const bytesPerPage = 4096;

/** Processor time of a process so far, in milliseconds. Reads Linux' /proc: https://man7.org/linux/man-pages/man5/proc.5.html */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** Memory of a process in this moment, in megabytes. */
export function residentMb(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * bytesPerPage) / 1024 ** 2;
}

export interface MemoryWatch {
  /** In megabytes, four a second. */
  samples: number[];
  stop(): void;
}

export function watchMemory(pid: number): MemoryWatch {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(residentMb(pid)), 250);
  return { samples, stop: () => clearInterval(timer) };
}
