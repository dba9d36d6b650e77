/** How alike two names must be, from 0 to 1, before one is suggested for the other. */
const alikeEnough = 0.55;

/** Words that say nothing about which store is meant. */
const fillers = new Set([
  'the',
  'store',
  'stores',
  'storefront',
  'shop',
  'retail',
  'location',
  'pickup',
  'online',
  'web',
  'website',
  'channel',
  'inc',
  'llc',
  'ltd',
  'co',
  'corp',
  'and',
  'of',
  'at',
  'aiq',
  'bigcommerce',
]);

/**
 * The candidate whose name is most like `name`, for a first guess that the merchant confirms; null when none is alike
 * enough or two are equally alike. Case, accents, punctuation and words such as "store" do not count; numbers that
 * differ ("Main St 1", "Main St 2") tell two places apart.
 */
export function suggestStore(name: string, candidates: readonly string[]): string | null {
  const wanted = toWords(name);
  const ranked = [...new Set(candidates)]
    .map((candidate) => ({ candidate, likeness: likenessOf(wanted, toWords(candidate)) }))
    .filter(({ likeness }) => likeness >= alikeEnough)
    .sort((a, b) => b.likeness - a.likeness);
  const [best, second] = ranked;
  if (best === undefined || best.likeness === second?.likeness) return null;
  return best.candidate;
}

function toWords(name: string): string[] {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !fillers.has(word));
  return telling.length > 0 ? telling : words;
}

function likenessOf(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0 || numbersDiffer(one, other)) return 0;
  return Math.max(
    diceCoefficient(bigramsOf(one.join('')), bigramsOf(other.join(''))),
    // "Denver" in "Green Leaf Denver": all of the shorter name, worth less the more is left over.
    containment(one, other),
  );
}

function numbersDiffer(one: readonly string[], other: readonly string[]): boolean {
  const numbers = (words: readonly string[]) => words.filter((word) => /^\p{N}+$/u.test(word)).join(' ');
  return numbers(one) !== '' && numbers(other) !== '' && numbers(one) !== numbers(other);
}

function containment(one: readonly string[], other: readonly string[]): number {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  if (!shorter.every((word) => longer.includes(word))) return 0;
  return 0.6 + (0.4 * shorter.length) / longer.length;
}

/** Pairs of neighbouring letters with how often each occurs. https://en.wikipedia.org/wiki/Dice-S%C3%B8rensen_coefficient */
function bigramsOf(text: string): Map<string, number> {
  const letters = Array.from(text);
  const pairs =
    letters.length === 1 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
  const counts = new Map<string, number>();
  for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  return counts;
}

function diceCoefficient(one: Map<string, number>, other: Map<string, number>): number {
  const sum = (counts: Map<string, number>) =>
    [...counts.values()].reduce((total, count) => total + count, 0);
  let shared = 0;
  for (const [pair, count] of one) shared += Math.min(count, other.get(pair) ?? 0);
  return (2 * shared) / (sum(one) + sum(other));
}
