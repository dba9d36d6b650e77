import type { Query } from './query.ts';

/** What a number must be like: `id`, `id:in`, `id:not_in`, `id:min`, `id:max`, `id:greater` and `id:less`. */
export function numberTest(query: Query, name: string): (value: number) => boolean {
  const among = query.ints(`${name}:in`) ?? query.ints(name);
  const without = query.ints(`${name}:not_in`) ?? [];
  const min = query.int(`${name}:min`) ?? -Infinity;
  const max = query.int(`${name}:max`) ?? Infinity;
  const greater = query.int(`${name}:greater`) ?? -Infinity;
  const less = query.int(`${name}:less`) ?? Infinity;
  return (value) =>
    (!among || among.includes(value)) &&
    !without.includes(value) &&
    value >= min &&
    value <= max &&
    value > greater &&
    value < less;
}

/** What a text must be like: `name`, `name:in`, `name:not_in` and `name:like`, which is a part without capitals. */
export function textTest(query: Query, name: string): (value: string) => boolean {
  const whole = query.text(name);
  const among = query.list(`${name}:in`);
  const without = query.list(`${name}:not_in`) ?? [];
  const part = query.text(`${name}:like`)?.toLowerCase();
  return (value) =>
    (whole === undefined || value === whole) &&
    (!among || among.includes(value)) &&
    !without.includes(value) &&
    (part === undefined || value.toLowerCase().includes(part));
}

/** What a time must be like, compared by the second: `date_created`, `date_created:min` and `date_created:max`. */
export function timeTest(query: Query, name: string): (time: number) => boolean {
  const exact = query.time(name);
  const min = query.time(`${name}:min`) ?? exact ?? -Infinity;
  const max = query.time(`${name}:max`) ?? exact ?? Infinity;
  return (time) => time >= min && time < max + 1000;
}

export function flagTest(query: Query, name: string): (value: boolean) => boolean {
  const wanted = query.flag(name);
  return (value) => wanted === undefined || value === wanted;
}
