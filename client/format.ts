/** Numbers, dates and money in the user's locale. */
export interface Format {
  locale: string;
  count(value: number): string;
  percent(value: number): string;
  /** A decimal string with its currency, to the last digit; without currency as a plain number. */
  money(amount: string, currency: string | null): string;
  /** A calendar day `YYYY-MM-DD`, in no time zone. */
  day(day: string): string;
  shortDay(day: string): string;
  /** An instant in the user's time zone. */
  dateTime(instant: string): string;
  /** The same to the second. */
  exactTime(instant: string): string;
  time(instant: string): string;
  /** How long before `now`, in milliseconds since 1970: "3 minutes ago". */
  ago(instant: string, now: number): string;
  /** A length of time in seconds, roughly: "about" is left to the sentence. */
  duration(seconds: number): string;
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Formatters for a locale; one that the browser does not know falls back to English. */
export function createFormat(wanted: string, timeZone?: string): Format {
  const locale = supportedLocale(wanted);
  const zone = timeZone === undefined ? {} : { timeZone };
  const count = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone });
  const exactTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', ...zone });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', ...zone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

  return {
    locale,
    count: (value) => count.format(value),
    percent: (value) => percent.format(value / 100),
    money(amount, currency) {
      if (!isDecimal(amount)) return amount;
      if (currency === null || !/^[A-Z]{3}$/.test(currency))
        return new Intl.NumberFormat(locale).format(amount);
      return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
    },
    day: (value) => day.format(new Date(`${value}T00:00:00Z`)),
    shortDay: (value) => shortDay.format(new Date(`${value}T00:00:00Z`)),
    dateTime: (instant) => formatInstant(dateTime, instant),
    exactTime: (instant) => formatInstant(exactTime, instant),
    time: (instant) => time.format(new Date(instant)),
    ago(instant, now) {
      const seconds = Math.max(0, (now - Date.parse(instant)) / 1000);
      const [unit, length] = units.find(([, size]) => seconds >= size) ?? units[3];
      return relative.format(-Math.floor(seconds / length), unit);
    },
    duration(seconds) {
      const [unit, length] = units.find(([, size]) => seconds >= size * 1.5) ?? units[3];
      const value = Math.max(1, Math.round(seconds / length));
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
    },
  };
}

/** On two lines, where there is no room for one, it is the day and the time: nothing else is torn apart. */
function formatInstant(format: Intl.DateTimeFormat, instant: string): string {
  const parts = format.formatToParts(new Date(instant));
  const startOf = (...types: Intl.DateTimeFormatPartTypes[]) =>
    parts.findIndex(({ type }) => types.includes(type));
  const between = Math.max(startOf('hour'), startOf('day', 'month', 'year')) - 1;
  return parts.map(({ value }, at) => (at === between ? value : value.replaceAll(/\s/g, '\u00a0'))).join('');
}

/** Whether a text is a calendar day `YYYY-MM-DD` that exists. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

/** Today as a calendar day in a time zone, moved by some months. */
export function dayInZone(now: number, timeZone: string, months = 0): string {
  const parts = dateParts(now, timeZone);
  const moved = new Date(Date.UTC(parts.year, parts.month - 1 + months, 1));
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(parts.day, lastDay));
  return moved.toISOString().slice(0, 10);
}

function dateParts(now: number, timeZone: string): { year: number; month: number; day: number } {
  const [year = 1970, month = 1, day = 1] = zoneFormat(timeZone).format(new Date(now)).split('-').map(Number);
  return { year, month, day };
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en-CA', { ...options, timeZone });
  } catch (error) {
    if (error instanceof RangeError) return new Intl.DateTimeFormat('en-CA', { ...options, timeZone: 'UTC' });
    throw error;
  }
}

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

function supportedLocale(wanted: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf([wanted.replaceAll('_', '-')])[0] ?? 'en';
  } catch (error) {
    if (error instanceof RangeError) return 'en';
    throw error;
  }
}
