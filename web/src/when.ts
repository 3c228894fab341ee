// Instants into words. Every instant carries the offset of the zone it is to be shown in, so its
// own digits are the wall clock: no zone is calculated here.
interface Manner { clock: 12 | 24; month_first: boolean }

const formatsOf = ({ clock, month_first }: Manner) => {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(month_first ? 'en-US' : 'en-GB', { timeZone: 'UTC', ...options });
  return {
    clock: new Intl.DateTimeFormat(clock === 12 ? 'en-US' : 'en-GB', { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' }),
    day: format({ weekday: 'short', day: 'numeric', month: 'short' }),
    longDay: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    weekday: format({ weekday: 'short' }),
    longWeekday: format({ weekday: 'long' }),
    dayOfMonth: format({ day: 'numeric' }),
    month: format({ month: 'short' }),
    monthYear: format({ month: 'long', year: 'numeric' }),
  };
};
let manner: Manner = { clock: 24, month_first: false };
let formats = formatsOf(manner);
export type TimeFormat = keyof typeof formats;

/** Clocks and dates are written as the texts that the program makes have them. */
export function write({ clock, month_first }: Manner) {
  if (clock === manner.clock && month_first === manner.month_first) return;
  manner = { clock, month_first };
  formats = formatsOf(manner);
}

/** The wall clock of an instant as a Date whose UTC fields are that clock's; null when unreadable. */
export function wall(instant: string): Date | null {
  const read = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?))?/.exec(instant);
  if (!read) return null;
  const clock = read[2] ?? '00:00';
  const date = new Date(`${read[1]}T${clock.length === 5 ? `${clock}:00` : clock}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

export function say(instant: string, how: TimeFormat): string {
  const date = wall(instant);
  return date ? formats[how].format(date) : instant;
}

export const dateOf = (instant: string) => instant.slice(0, 10);
export const minuteOf = (instant: string) => Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16));
export const millis = (instant: string) => Date.parse(instant);

export function addDays(date: string, days: number): string {
  const day = wall(date) ?? new Date();
  return new Date(day.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The Monday on or before a date. */
export function weekOf(date: string): string {
  const day = wall(date) ?? new Date();
  return addDays(date, -((day.getUTCDay() + 6) % 7));
}

/** "today", "tomorrow", "yesterday", or the day in words, as seen from now. */
export function sayDay(instant: string, now: string): string {
  const date = dateOf(instant);
  const today = dateOf(now);
  if (date === today) return 'Today';
  if (date === addDays(today, 1)) return 'Tomorrow';
  if (date === addDays(today, -1)) return 'Yesterday';
  return say(instant, 'day');
}

/** "Today" stands smaller within a sentence; a weekday's name does not. */
export const inSentence = (day: string) => day.replace(/^(Today|Tomorrow|Yesterday)/, (word) => word.toLowerCase());

/** A length of time in the one unit that a person would use. */
export function sayLength(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} hours`;
  return `${Math.round(minutes / 60 / 24)} days`;
}

export function sayDistance(from: number, to: number): string {
  return to >= from ? `in ${sayLength(to - from)}` : `${sayLength(from - to)} ago`;
}

/** 251_000 → "4:11" */
export function minutesSeconds(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A moment as an instant on the same clock as another one: good for "today". */
export function localNow(now: number, like: string): string {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(like);
  if (!offset) return new Date(now).toISOString();
  const minutes = (Number(offset[2]) * 60 + Number(offset[3])) * (offset[1] === '-' ? -1 : 1);
  return new Date(now + minutes * 60_000).toISOString().slice(0, 19) + offset[0];
}
