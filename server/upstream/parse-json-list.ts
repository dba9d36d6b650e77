import { setImmediate as letOthersRun } from 'node:timers/promises';
import { parseJson } from './parse-json.ts';

/** A few milliseconds of work. */
const membersInARow = 25;

/**
 * The members of a JSON list, each read before the next one is parsed. A long list whose members are read into
 * something smaller is so never in memory as a whole, which spares the garbage collector most of its work, and other
 * work of this process gets its turn in between.
 * @returns undefined when the text is not a JSON list
 */
export async function parseJsonList<T>(text: string, read: (member: unknown) => T): Promise<T[] | undefined> {
  const list: T[] = [];
  let at = skipBlanks(text, 0);
  if (text[at] !== '[') return undefined;
  at = skipBlanks(text, at + 1);
  if (text[at] === ']') return skipBlanks(text, at + 1) === text.length ? list : undefined;
  for (;;) {
    const end = endOfMember(text, at);
    const member = parseJson(text.slice(at, end));
    if (member === undefined) return undefined;
    list.push(read(member));
    if (text[end] === ']') return skipBlanks(text, end + 1) === text.length ? list : undefined;
    if (text[end] !== ',') return undefined;
    at = end + 1;
    if (list.length % membersInARow === 0) await letOthersRun();
  }
}

/** Where JSON allows blanks; elsewhere the parser of the members says so. */
function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
  return at;
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Position of the comma or bracket behind a member; the text's length when there is none. */
function endOfMember(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (code === comma && depth === 0) return at;
  }
  return text.length;
}

/** @param from position of the opening quote */
function endOfString(text: string, from: number): number {
  for (let at = from; ;) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
}
