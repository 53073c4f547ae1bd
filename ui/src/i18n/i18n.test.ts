import { beforeEach, describe, expect, it } from "vitest";

import { de } from "./de";
import { en } from "./en";
import { formatDate, speak, t } from "./index.svelte";
import { pseudo } from "./pseudo";

type Leaf = { path: string; entry: string | ((...parameters: unknown[]) => string) };

function leaves(entry: unknown, path = ""): Leaf[] {
  if (typeof entry === "string" || typeof entry === "function") {
    return [{ path, entry: entry as Leaf["entry"] }];
  }
  return Object.entries(entry as object).flatMap(([name, inner]) =>
    leaves(inner, path === "" ? name : `${path}.${name}`),
  );
}

describe("dictionaries", () => {
  it.each([
    ["German", de],
    ["generated", pseudo(en)],
  ])("%s has every entry of English and no other, none empty", (_, dictionary) => {
    expect(leaves(dictionary).map(({ path }) => path)).toEqual(leaves(en).map(({ path }) => path));
    expect(leaves(dictionary).filter(({ entry }) => entry === "")).toEqual([]);
  });

  it("use every value they are given", () => {
    const deaf = [...leaves(en), ...leaves(de)].flatMap(({ path, entry }) => {
      if (typeof entry === "string") return [];
      const given = ["4711", "0815", "1234"].slice(0, entry.length);
      const said = entry(...given.map(Number)).replace(/\D/g, "");
      const numeric = /score|found|percent|done$/.test(path);
      return numeric || given.every((value) => said.includes(String(Number(value)))) ? [] : [path];
    });
    expect(deaf).toEqual([]);
  });

  it("say one paper and two papers", () => {
    expect([en.papers(1), en.papers(2)]).toEqual(["1 paper", "2 papers"]);
    expect([de.papers(1), de.papers(2)]).toEqual(["1 Arbeit", "2 Arbeiten"]);
  });
});

describe("the language", () => {
  beforeEach(() => speak("en"));

  it("is English where another is not known", () => {
    speak("de");
    expect(t().save).toBe("Sichern");
    expect(document.documentElement.lang).toBe("de");
    speak("xx");
    expect(t().save).toBe("Save");
  });

  it("writes a date no more precisely than it is known", () => {
    expect(formatDate("2024")).toBe("2024");
    expect(formatDate("2024-03")).toBe("March 2024");
    expect(formatDate("2024-03-14")).toBe("Mar 14, 2024");
    expect(formatDate("in spring")).toBe("in spring");
  });
});
