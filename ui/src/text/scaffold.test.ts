import { describe, expect, it } from "vitest";

import { hasMore, piecesOf, startOf, textOf, withPart } from "./scaffold";

const NOTE = "### Summary\n\nThey ask why.\n\n### Bewertung\n\nSound.\n\n#### On what\n\nData.\n";

const whole = (note: string) =>
  piecesOf(note)
    .map(({ heading, body }) => heading + body)
    .join("");

describe("the scaffold of a note", () => {
  it.each([
    NOTE,
    "",
    "no heading at all",
    "before\n### Summary\r\n\r\nwindows\r\n",
    "```\n### Summary\n```\n",
    "# Reflection\nas a title",
    "### Summary",
  ])("loses no character of %j", (note) => {
    expect(whole(note)).toBe(note);
  });

  it("finds its parts in every language of the window", () => {
    expect(textOf(NOTE, "summary")).toBe("They ask why.");
    expect(textOf(NOTE, "assessment")).toBe("Sound.\n\n#### On what\n\nData.");
    expect(textOf(NOTE, "reflection")).toBe("");
  });

  it("knows them with marks around and a colon after", () => {
    expect(textOf("## **Summary:**\n\nShort.", "summary")).toBe("Short.");
  });

  it("does not take a heading in a block of code for its own", () => {
    expect(textOf("```\n### Summary\nx\n```\n", "summary")).toBe("");
  });

  it("changes one part and nothing else", () => {
    const changed = withPart(NOTE, "summary", "They ask how.", "Summary");
    expect(changed).toBe(NOTE.replace("why", "how"));
    expect(textOf(changed, "assessment")).toBe(textOf(NOTE, "assessment"));
  });

  it("writes a new part in its place, under its heading", () => {
    const first = withPart("", "reflection", "Useful.", "Reflection");
    expect(first).toBe("### Reflection\n\nUseful.");
    expect(withPart(first, "summary", "Short.", "Summary")).toBe(
      "### Summary\n\nShort.\n\n### Reflection\n\nUseful.",
    );
    expect(withPart("Loose words.", "summary", "Short.", "Summary")).toBe(
      "Loose words.\n\n### Summary\n\nShort.",
    );
  });

  it("takes the heading away with the last word", () => {
    expect(withPart("### Summary\n\nx", "summary", "", "Summary")).toBe("");
  });

  it("keeps what is typed, also a line that is still empty", () => {
    const typed = withPart(NOTE, "summary", "One.\n", "Summary");
    expect(typed.startsWith("### Summary\n\nOne.\n")).toBe(true);
  });

  it("says where a part begins in the note", () => {
    expect(NOTE.slice(startOf(NOTE, "summary") ?? 0)).toMatch(/^They ask/);
    expect(startOf("", "summary")).toBeNull();
  });

  it("knows whether there is more than its parts", () => {
    expect(hasMore(NOTE)).toBe(false);
    expect(hasMore(`Loose.\n\n${NOTE}`)).toBe(true);
    expect(hasMore(`${NOTE}\n### Quotes\n\n> one\n`)).toBe(true);
  });
});
