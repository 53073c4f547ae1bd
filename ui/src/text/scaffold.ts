// The scaffold of a note: Summary, Assessment and Reflection, each under a Markdown heading of the
// note itself. A note is cut at its headings and put together again without losing a character.

export const PARTS = ["summary", "assessment", "reflection"] as const;
export type Part = (typeof PARTS)[number];

/** How the headings are written in the languages of the window, in lower case. */
const NAMES: Record<Part, readonly string[]> = {
  summary: ["summary", "zusammenfassung"],
  assessment: ["assessment", "bewertung", "beurteilung"],
  reflection: ["reflection", "reflexion"],
};

export interface Piece {
  /** Null for text outside of the scaffold. */
  part: Part | null;
  /** The heading's line with its line break; empty where there is none. */
  heading: string;
  /** From the line after the heading up to the next heading. */
  body: string;
  /** Where the body begins in the note, in UTF-16 units. */
  start: number;
}

const LEVEL = 3;

/** The pieces of a note in their order; joined, heading and body are the note again. */
export function piecesOf(note: string): Piece[] {
  const pieces: Piece[] = [{ part: null, heading: "", body: "", start: 0 }];
  let fence: string | null = null;
  let at = 0;
  for (const line of note.split(/(?<=\n)/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === null) fence = mark;
      else if (mark.startsWith(fence)) fence = null;
    }
    const heading = fence === null ? headingOf(line) : null;
    const last = pieces.at(-1);
    at += line.length;
    // Deeper headings belong to the part they stand in.
    if (heading !== null && (heading.part !== null || heading.level <= LEVEL)) {
      pieces.push({ part: heading.part, heading: line, body: "", start: at });
    } else if (last) last.body += line;
  }
  return pieces;
}

function headingOf(line: string): { level: number; part: Part | null } | null {
  const match = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*\r?\n?$/.exec(line);
  if (!match) return null;
  // Marks around a heading and a colon after it say nothing.
  const name = (match[2] ?? "").replace(/^[*_`\s]+|[*_`\s:]+$/g, "").toLowerCase();
  const part = PARTS.find((one) => NAMES[one].includes(name)) ?? null;
  return { level: (match[1] ?? "").length, part };
}

/** What stands in a part, without the empty lines around it; empty when it has not been begun. */
export function textOf(note: string, part: Part): string {
  return (
    pieceOf(note, part)
      ?.body.replace(/^(?:[ \t]*\r?\n)+/, "")
      .trimEnd() ?? ""
  );
}

/** Where the text of a part begins in the note, in UTF-16 units; null when it has not been begun. */
export function startOf(note: string, part: Part): number | null {
  const piece = pieceOf(note, part);
  if (!piece) return null;
  const empty = /^(?:[ \t]*\r?\n)+/.exec(piece.body)?.[0].length ?? 0;
  return piece.start + empty;
}

/** The note with another text in one part; `heading` is written where the part is new. */
export function withPart(note: string, part: Part, text: string, heading: string): string {
  const pieces = piecesOf(note);
  const at = pieces.findIndex((piece) => piece.part === part);
  const old = pieces[at];
  if (!old) return text.trim() === "" ? note : inserted(pieces, part, text, heading);
  const isLast = at === pieces.length - 1;
  const body = text === "" ? "" : `\n${text}${isLast ? "" : "\n\n"}`;
  pieces[at] = { ...old, heading: old.heading.trimEnd() + "\n", body: body === "" ? "\n" : body };
  // A part that is emptied takes its heading with it.
  if (text.trim() === "") pieces.splice(at, 1);
  return joined(pieces);
}

/** Whether the note holds text that is in none of the parts. */
export function hasMore(note: string): boolean {
  return piecesOf(note).some(
    ({ part, heading, body }) => part === null && `${heading}${body}`.trim() !== "",
  );
}

function inserted(pieces: Piece[], part: Part, text: string, heading: string): string {
  const rank = PARTS.indexOf(part);
  // Before the first part that comes later, so that they stand in the order of the scaffold.
  const next = pieces.findIndex((piece) => piece.part !== null && PARTS.indexOf(piece.part) > rank);
  const at = next < 0 ? pieces.length : next;
  const before = joined(pieces.slice(0, at)).trimEnd();
  const after = joined(pieces.slice(at));
  const own = `### ${heading}\n\n${text}${after === "" ? "" : "\n\n"}`;
  return `${before}${before === "" ? "" : "\n\n"}${own}${after}`;
}

function pieceOf(note: string, part: Part): Piece | undefined {
  return piecesOf(note).find((piece) => piece.part === part);
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ heading, body }) => heading + body).join("");
}
