// Cuts a text into pieces to show: plain text and mathematics, each knowing which highlight and
// which search hit covers it. All offsets here are UTF-16.

import { segments } from "../math/segment";

export interface Span {
  start: number;
  end: number;
}

export interface HighlightSpan extends Span {
  id: number;
  colour: string;
  comment: string;
}

export interface Piece extends Span {
  kind: "text" | "math";
  text: string;
  /** The formula without its delimiters; only for mathematics. */
  tex: string;
  display: boolean;
  found: boolean;
  pointed: boolean;
  highlight: HighlightSpan | null;
}

/**
 * The pieces of `text` in order; joined, their `text` is `text` again. A formula is never cut: it
 * is found or highlighted as a whole when any of it is.
 */
export function pieces(
  text: string,
  found: readonly Span[] = [],
  highlights: readonly HighlightSpan[] = [],
  pointed: readonly Span[] = [],
): Piece[] {
  const marks = found.filter((span) => span.end > span.start);
  const result: Piece[] = [];
  for (const segment of segments(text)) {
    const cuts =
      segment.kind === "math" ? [] : boundaries(segment, [...marks, ...highlights, ...pointed]);
    let start = segment.start;
    for (const end of [...cuts, segment.end]) {
      const covering = (span: Span) => span.start < end && span.end > start;
      result.push({
        kind: segment.kind,
        text: text.slice(start, end),
        tex: segment.tex,
        display: segment.display,
        start,
        end,
        found: marks.some(covering),
        pointed: pointed.some(covering),
        highlight: highlights.find(covering) ?? null,
      });
      start = end;
    }
  }
  return result;
}

function boundaries(within: Span, spans: readonly Span[]): number[] {
  const inside = spans
    .flatMap((span) => [span.start, span.end])
    .filter((at) => at > within.start && at < within.end);
  return [...new Set(inside)].sort((one, other) => one - other);
}
