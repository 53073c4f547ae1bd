import { describe, expect, it } from "vitest";

import { speak } from "../i18n/index.svelte";
import { cueWords } from "./cue";
import { passage } from "./found";
import { pieces } from "./pieces";
import { markedPart } from "./problem";
import { inserted, LANGUAGE } from "./querylanguage";
import { watchWords } from "./watch";

describe("the part of a query that was not understood", () => {
  it("is cut out by scalar values, so that no sign before it shifts it", () => {
    expect(markedPart("𝛽-VAE 😀 year:soon", { start: 13, end: 17 })).toEqual({
      before: "𝛽-VAE 😀 year:",
      part: "soon",
      after: "",
    });
  });

  it("is empty where something is missing, and never beyond the query", () => {
    expect(markedPart("author:", { start: 7, end: 7 })).toEqual({
      before: "author:",
      part: "",
      after: "",
    });
    expect(markedPart("ab", { start: 9, end: 99 })).toEqual({ before: "ab", part: "", after: "" });
  });

  it("stands in its surroundings only, when the query is long", () => {
    const { before, part, after } = markedPart(`${"a".repeat(5_000)}(${"b".repeat(5_000)}`, {
      start: 5_000,
      end: 5_001,
    });
    expect([before, part, after]).toEqual([`…${"a".repeat(24)}`, "(", `${"b".repeat(24)}…`]);
    expect(markedPart("x".repeat(5_000), { start: 0, end: 5_000 }).part.length).toBe(61);
  });
});

describe("an example of the search language", () => {
  it("goes where the cursor is, apart from its neighbours, with the cursor where one types on", () => {
    expect(inserted("robots grasp", 'in:"|"', 6)).toEqual({
      text: 'robots in:"" grasp',
      caret: 11,
    });
    expect(inserted("", "author:", 0)).toEqual({ text: "author:", caret: 7 });
    expect(inserted("(a", "year:2020..2024 ", 2)).toEqual({
      text: "(a year:2020..2024 ",
      caret: 19,
    });
  });

  it("takes the place of what is selected", () => {
    expect(inserted("a wrong b", "is:inbox ", 2, 7).text).toBe("a is:inbox  b");
  });

  it("has at most one place for the cursor, and no two are alike", () => {
    const all = LANGUAGE.flatMap(({ examples }) => examples.map(({ insert }) => insert));
    expect(all.filter((insert) => insert.split("|").length > 2)).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("a passage", () => {
  it("is found whatever its white space, and not where it is not", () => {
    const text = "One first.\nTwo  then (3*x).";
    expect(passage(text, "Two then (3*x).")).toEqual([{ start: 11, end: 27 }]);
    expect(passage(text, "Three")).toEqual([]);
    expect(passage(text, "  ")).toEqual([]);
  });

  it("is a piece of its own beside words found and highlights", () => {
    const shown = pieces("abc def ghi", [{ start: 4, end: 7 }], [], [{ start: 4, end: 11 }]);
    expect(shown.map(({ text, found, pointed }) => [text, found, pointed])).toEqual([
      ["abc ", false, false],
      ["def", true, true],
      [" ghi", false, true],
    ]);
  });
});

describe("reasons in words", () => {
  it("call a share a chance only when it was learned from decisions", () => {
    speak("en");
    const cue = {
      share: 0.874,
      nearest: { id: 2, title: "Sinks", decision: "include" as const },
      terms: ["attention"],
    };
    expect(cueWords(cue, true)).toBe(
      "87 % likely wanted · nearest to “Sinks” (Included) · words: attention",
    );
    expect(cueWords({ ...cue, nearest: null, terms: [] }, false)).toBe("87 % near");
  });

  it("say by what a saved search hit", () => {
    expect(watchWords({ why: "words", words: ["sink"], score: null })).toBe("words: sink");
    expect(watchWords({ why: "words", words: [], score: null })).toBe("words");
    expect(watchWords({ why: "meaning", words: [], score: 0.62 })).toBe("meaning 62 %");
    expect(watchWords({ why: "both", words: ["sink"], score: 0.62 })).toBe(
      "words: sink · meaning 62 %",
    );
  });
});
