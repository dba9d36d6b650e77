import { loadavg } from 'node:os';

/** One line of the table. */
export interface Figure {
  bench: string;
  what: string;
  value: number;
  unit: string;
  /** The same, measured in the same run, by the least that could do the work. */
  floor?: number;
  /** What is promised, in words. */
  target?: string;
  /** Processes that wanted a processor over the last minute: other work makes absolute figures worse. */
  load: number;
}

export type Report = (figure: Omit<Figure, 'bench' | 'load'>) => void;

/** Collects the figures of one benchmark, each with the load at that moment. */
export function createReport(bench: string, figures: Figure[]): Report {
  return (figure) => {
    const noted = { bench, ...figure, load: loadavg()[0] ?? 0 };
    figures.push(noted);
    console.log(`  ${figureToCells(noted).slice(1).join('  ')}`);
  };
}

const heads = ['benchmark', 'figure', 'value', 'floor', 'ratio', 'target', 'load'];

export function figuresToTable(figures: readonly Figure[]): string {
  const rows = [heads, ...figures.map(figureToCells)];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

function figureToCells({ bench, what, value, unit, floor, target, load }: Figure): string[] {
  return [
    bench,
    what,
    `${round(value)} ${unit}`,
    floor === undefined ? '' : `${round(floor)} ${unit}`,
    floor === undefined || floor === 0 ? '' : (value / floor).toFixed(2),
    target ?? '',
    load.toFixed(1),
  ];
}

/** Three digits are more than a benchmark on a shared machine can tell. */
function round(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
