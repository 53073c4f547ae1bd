// A generated language that shows what was never put into a dictionary and what does not bear
// longer words: every letter accented, every text a third longer and in brackets.

import type { Dictionary } from "./en";

const ACCENTED: Record<string, string> = {
  a: "á",
  c: "ç",
  d: "ð",
  e: "é",
  i: "í",
  n: "ñ",
  o: "ö",
  s: "š",
  u: "ú",
  y: "ý",
  A: "Á",
  C: "Ç",
  D: "Ð",
  E: "É",
  I: "Í",
  N: "Ñ",
  O: "Ö",
  S: "Š",
  U: "Ú",
  Y: "Ý",
};

const foreign = (text: string) => Array.from(text, (letter) => ACCENTED[letter] ?? letter).join("");

/** `names` are the reader's own words within the text, which no language changes. */
export function accented(text: string, names: readonly string[] = []): string {
  // The longest first, so that none is found within another.
  const longest = names.toSorted((one, other) => other.length - one.length);
  const quoted = longest.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const parts = names.length === 0 ? [text] : text.split(new RegExp(`(${quoted.join("|")})`));
  const letters = parts.map((part) => (names.includes(part) ? part : foreign(part))).join("");
  return `[${letters}${"·".repeat(Math.ceil(text.length / 3))}]`;
}

export function pseudo(dictionary: Dictionary): Dictionary {
  return accent(dictionary) as Dictionary;
}

function accent(entry: unknown): unknown {
  if (typeof entry === "string") return accented(entry);
  if (typeof entry === "function") {
    const speak = entry as (...parameters: unknown[]) => string;
    return (...parameters: unknown[]) => {
      const names = parameters.filter((one) => typeof one === "string" && one !== "");
      return accented(speak(...parameters), names as string[]);
    };
  }
  const entries = Object.entries(entry as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, inner]) => [name, accent(inner)]));
}
