import type { DocumentedOperation } from './documents.ts';
import type { Finding } from './judge-answer.ts';

/** Counts by document: operations documented, served here, as documented, and with deviations. */
export function resultsTable(
  documents: readonly DocumentedOperation[],
  implemented: readonly string[],
  findings: readonly Finding[],
): string {
  const deviating = new Set(findings.map(({ operation }) => operation));
  const count = (name: string, documented: readonly DocumentedOperation[]) => {
    const served = documented.filter(({ operation }) => implemented.includes(operation));
    const different = served.filter(({ operation }) => deviating.has(operation)).length;
    return [name, documented.length, served.length, served.length - different, different];
  };
  const files = [...new Set(documents.map(({ file }) => file))];
  const rows = [
    ['document', 'operations', 'implemented', 'conforming', 'deviating'],
    ...files.map((name) =>
      count(
        name,
        documents.filter(({ file }) => file === name),
      ),
    ),
    count('all', documents),
  ];
  const lines = rows.map(([name, ...counts]) => {
    const cells = counts.map((cell) => String(cell).padStart(13)).join('');
    return `${String(name).padEnd(34)}${cells}`;
  });
  return `\n${lines.join('\n')}\n`;
}
