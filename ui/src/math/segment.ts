// Finds mathematics in plain text: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`. Digests are full of prices and
// of half-eaten TeX, so a dollar sign is mathematics only when both sides look like it; everything
// else stays text.

export interface Segment {
  kind: "text" | "math";
  start: number;
  end: number;
  /** The formula without delimiters; empty for text. */
  tex: string;
  display: boolean;
}

const LONGEST_FORMULA = 2_000;

const DELIMITERS = [
  { open: "$$", close: "$$", display: true },
  { open: "\\[", close: "\\]", display: true },
  { open: "\\(", close: "\\)", display: false },
  { open: "$", close: "$", display: false },
] as const;

/** The text cut into plain and mathematical segments, in order and without gaps. */
export function segments(text: string): Segment[] {
  const found: Segment[] = [];
  let plainFrom = 0;
  let at = 0;
  while (at < text.length) {
    const formula = formulaAt(text, at);
    if (!formula) {
      at += text[at] === "\\" && text[at + 1] === "$" ? 2 : 1;
      continue;
    }
    if (formula.start > plainFrom) found.push(plain(plainFrom, formula.start));
    found.push(formula);
    at = formula.end;
    plainFrom = at;
  }
  if (plainFrom < text.length) found.push(plain(plainFrom, text.length));
  return found;
}

function plain(start: number, end: number): Segment {
  return { kind: "text", start, end, tex: "", display: false };
}

function formulaAt(text: string, start: number): Segment | null {
  const first = text[start];
  if (first !== "$" && first !== "\\") return null;
  for (const { open, close, display } of DELIMITERS) {
    if (!text.startsWith(open, start)) continue;
    const from = start + open.length;
    const to = closing(text, from, close);
    if (to === null) continue;
    const tex = text.slice(from, to);
    const after = text[to + close.length];
    if (tex.trim() === "" || (open === "$" && !looksLikeMath(tex, after))) continue;
    return { kind: "math", start, end: to + close.length, tex: tex.trim(), display };
  }
  return null;
}

function closing(text: string, from: number, close: string): number | null {
  const limit = Math.min(text.length, from + LONGEST_FORMULA);
  for (let at = from; at < limit; at += 1) {
    if (text.startsWith(close, at)) return at;
    if (text[at] === "\\") at += 1;
    else if (text[at] === "\n" && text[at + 1] === "\n") return null;
  }
  return null;
}

/**
 * A single-dollar span is mathematics when nothing but the formula touches its dollars, no digit
 * follows (as in "from $5 to $10"), and it is a formula rather than words: it has an operator, a
 * command, or is a lone symbol or number.
 */
function looksLikeMath(tex: string, after: string | undefined): boolean {
  if (/^\s|\s$/.test(tex)) return false;
  if (after !== undefined && /\d/.test(after)) return false;
  if (/[\\^_={}<>|+*/~≤≥×∈]/.test(tex)) return true;
  return /^[\p{L}\d.,()[\]\-–' ]{1,24}$/u.test(tex) && !/\p{L}{3,}/u.test(tex);
}
