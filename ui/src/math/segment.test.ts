import { describe, expect, it } from "vitest";

import { segments } from "./segment";

const formulas = (text: string) =>
  segments(text)
    .filter(({ kind }) => kind === "math")
    .map(({ tex }) => tex);

describe("mathematics in plain text", () => {
  it.each([
    ["cost $O(n^2)$ here", ["O(n^2)"]],
    ["display $$a+b$$ too", ["a+b"]],
    ["brackets \\(x\\) and \\[y_1\\]", ["x", "y_1"]],
    ["a lone symbol $x$, a number $5.2$", ["x", "5.2"]],
    ["an escaped \\$ does not open, $y$ does", ["y"]],
    ["a price in a formula $p = \\$5$", ["p = \\$5"]],
  ])("finds the formulas of %j", (text, expected) => {
    expect(formulas(text)).toEqual(expected);
  });

  it.each([
    "it costs $5 and then $10",
    "from $5 to $10 a month",
    "between $5M/$10M",
    "prices ($3) and ($4) differ",
    "an unclosed $x + y",
    "a paragraph $x +\n\ny$ ends it",
    "words $like these ones$ are no formula",
    "residue such as {\\lambda} or 76.9\\%",
    "$$",
    "",
  ])("leaves %j as text", (text) => {
    expect(formulas(text)).toEqual([]);
  });

  it("covers the text without gaps, in order", () => {
    const text = "a $x$ b $$y$$\\(z\\) c $5";
    const parts = segments(text);
    expect(parts.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
  });

  it("gives up on a formula longer than anybody writes", () => {
    expect(formulas(`$${"x+".repeat(1500)}$`)).toEqual([]);
  });
});
