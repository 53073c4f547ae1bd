// The language of the window: one typed dictionary at a time, and dates as its readers write them.

import { de } from "./de";
import { en, type Dictionary } from "./en";
import { pseudo } from "./pseudo";

export type { Dictionary } from "./en";

const DICTIONARIES: Record<string, () => Dictionary> = {
  en: () => en,
  de: () => de,
  "en-XA": () => pseudo(en),
};

/** Languages to choose from; the generated one is only for tests. */
export const languages = [
  { code: "en", name: en.languageName },
  { code: "de", name: de.languageName },
];

let locale = $state("en");
let dictionary = $state.raw<Dictionary>(en);

/** Every text the window shows, in the language chosen. */
export function t(): Dictionary {
  return dictionary;
}

/** Chooses a language by its code; one that is not known leaves English. */
export function speak(code: string): void {
  const found = DICTIONARIES[code];
  locale = found ? code : "en";
  dictionary = found ? found() : en;
  document.documentElement.lang = locale === "en-XA" ? "en" : locale;
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** "one, two and three", as the language says it. */
export function formatList(parts: readonly string[]): string {
  return new Intl.ListFormat(locale).format(parts);
}

/** A date as precise as it was given: a year, a month, a day, or a moment. */
export function formatDate(iso: string): string {
  const year = /^(\d{4})$/.exec(iso);
  if (year) return iso;
  const month = /^(\d{4})-(\d{2})$/.exec(iso);
  const date = new Date(month ? `${iso}-01T00:00:00` : iso.length === 10 ? `${iso}T00:00:00` : iso);
  if (Number.isNaN(date.getTime())) return iso;
  const options: Intl.DateTimeFormatOptions = month
    ? { year: "numeric", month: "long" }
    : { year: "numeric", month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(locale, options).format(date);
}

export function formatMoment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(date);
}
