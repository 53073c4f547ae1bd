// Marks the words of a search in a text for which the backend gave no ranges: the words it did
// mark in title and snippet are looked for again, whole and without regard to case.

import type { PaperRow } from "../api";
import type { Span } from "./pieces";
import { toUnits } from "./scalars";

const LONGEST_TEXT = 100_000;
const MOST_WORDS = 24;

/** The words that the backend marked in a row, in lower case. */
export function foundWords(row: Pick<PaperRow, "title" | "title_ranges" | "snippet">): string[] {
  const words = new Set<string>();
  const take = (text: string, ranges: readonly [number, number][]) => {
    for (const [start, end] of ranges) {
      const word = text.slice(toUnits(text, start), toUnits(text, end)).trim().toLowerCase();
      if (word !== "") words.add(word);
    }
  };
  take(row.title, row.title_ranges);
  if (row.snippet) take(row.snippet.text, row.snippet.ranges);
  return [...words].slice(0, MOST_WORDS);
}

export function occurrences(text: string, words: readonly string[]): Span[] {
  if (words.length === 0 || text.length > LONGEST_TEXT) return [];
  const alternatives = [...words]
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}])`,
    "giu",
  );
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Where a passage stands in a text, whatever its white space; nowhere when it is not there. */
export function passage(text: string, wanted: string): Span[] {
  const words = wanted.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0 || text.length > LONGEST_TEXT || wanted.length > text.length * 2)
    return [];
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  const match = new RegExp(pattern, "u").exec(text);
  return match ? [{ start: match.index, end: match.index + match[0].length }] : [];
}

/** Ranges in scalars, as the backend gives them, as spans in UTF-16 units. */
export function spansOf(text: string, ranges: readonly [number, number][]): Span[] {
  return ranges.map(([start, end]) => ({ start: toUnits(text, start), end: toUnits(text, end) }));
}
