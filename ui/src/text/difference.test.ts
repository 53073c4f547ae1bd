import { describe, expect, it } from "vitest";

import { differences } from "./difference";

const marked = (left: string, right: string) => {
  const [ours, theirs] = differences(left, right);
  return [
    ours.map(({ start, end }) => left.slice(start, end)),
    theirs.map(({ start, end }) => right.slice(start, end)),
  ];
};

describe("differences", () => {
  it("are the words that the other text does not have in that place", () => {
    expect(marked("We find two sinks in long texts", "We find three sinks in texts")).toEqual([
      ["two", "long"],
      ["three"],
    ]);
  });

  it("run on over neighbouring words", () => {
    expect(marked("a b c d e f", "a b x y e f")).toEqual([["c d"], ["x y"]]);
  });

  it("are none between equal texts, however their letters are composed", () => {
    expect(marked("Gödel’s proof", "Go\u0308del’s proof")).toEqual([[], []]);
    expect(marked("", "")).toEqual([[], []]);
  });

  it("are not marked where hardly a word is shared", () => {
    expect(marked("one two three four", "five six seven four")).toEqual([[], []]);
  });

  it("are found in long texts without delay", () => {
    const words = Array.from({ length: 3_000 }, (_, n) => `word${n}`);
    const changed = words.map((word, n) => (n === 1_500 ? "another" : word));
    expect(marked(words.join(" "), changed.join(" "))).toEqual([["word1500"], ["another"]]);
  });
});
