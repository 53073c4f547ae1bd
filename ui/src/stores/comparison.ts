// Two papers field by field, in words, for the eye.

import type { DuplicatePair, PaperDetail } from "../api";
import { formatDate, t, type Dictionary } from "../i18n/index.svelte";
import { differences } from "../text/difference";
import { nameOf } from "../text/names";
import type { Span } from "../text/pieces";

export type Field = keyof Dictionary["duplicates"]["fields"];

export interface Side {
  /** One entry a line; none where the paper says nothing. */
  lines: readonly string[];
  /** What the other side does not have, in the only line. */
  marks: readonly Span[];
}

export interface ComparedField {
  field: Field;
  differs: boolean;
  left: Side;
  right: Side;
}

/** Authors after this many are only counted. */
const MANY = 20;

const FIELDS: readonly { field: Field; lines: (paper: PaperDetail) => string[] }[] = [
  { field: "title", lines: ({ title }) => [title] },
  { field: "authors", lines: authors },
  { field: "date", lines: ({ date }) => (date ? [formatDate(date)] : []) },
  { field: "venue", lines: ({ venue }) => (venue ? [venue] : []) },
  { field: "identifiers", lines: identifiers },
  { field: "abstract", lines: ({ abstract }) => (abstract ? [abstract] : []) },
  { field: "seen", lines: seen },
  { field: "yours", lines: yours },
];

const WORD_BY_WORD: readonly Field[] = ["title", "venue", "abstract"];

export function compare({ first, second, differing }: DuplicatePair): ComparedField[] {
  return FIELDS.map(({ field, lines }) => {
    const [left, right] = [lines(first), lines(second)];
    const differs = differing.includes(field);
    const texts = differs && WORD_BY_WORD.includes(field) ? [left[0], right[0]] : [];
    const [leftMarks, rightMarks] = differences(texts[0] ?? "", texts[1] ?? "");
    return {
      field,
      differs,
      left: { lines: left, marks: leftMarks },
      right: { lines: right, marks: rightMarks },
    };
  });
}

function authors(paper: PaperDetail): string[] {
  if (paper.authors.length === 0) return [];
  const names = paper.authors.slice(0, MANY).map(nameOf).join(", ");
  const more = paper.authors.length - MANY;
  return [more > 0 ? `${names} … ${t().duplicates.moreAuthors(more)}` : names];
}

function identifiers(paper: PaperDetail): string[] {
  return Object.entries(paper.identifiers).map(([scheme, id]) => `${nameOfField(scheme)} ${id}`);
}

function seen(paper: PaperDetail): string[] {
  return paper.sightings.map(({ digest, date, position }) =>
    [digest, date ? formatDate(date) : "", t().pane.sighting(position)]
      .filter((part) => part !== "")
      .join(" · "),
  );
}

/** What the reader has done with a paper: what a merge must not lose. */
function yours(paper: PaperDetail): string[] {
  const parts = [
    paper.decision === "inbox" ? "" : t().decisions[paper.decision],
    paper.stars > 0 ? t().list.stars(paper.stars) : "",
    paper.note.trim() === "" ? "" : t().list.hasNote,
    paper.highlights.length > 0 ? t().duplicates.highlights(paper.highlights.length) : "",
    ...paper.tags,
  ].filter((part) => part !== "");
  return parts.length > 0 ? [parts.join(" · ")] : [];
}

/** A field's or identifier's name in words; one that has none here as the backend calls it. */
export function nameOfField(name: string): string {
  const names: Record<string, string> = t().fields;
  return names[name] ?? name;
}
