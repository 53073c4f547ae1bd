import { describe, expect, it } from "vitest";

import { ACTIONS } from "./table";
import { caps, isTyping, KeyReader, normalised, written } from "./keys";

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) =>
  written({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers });

describe("written keys", () => {
  it("name a letter by its lower case and its modifiers", () => {
    expect(press("J", { shiftKey: true })).toBe("Shift+j");
    expect(press("K", { ctrlKey: true, shiftKey: true })).toBe("$mod+Shift+k");
    expect(press(" ")).toBe("Space");
  });

  it("name a sign by itself, whatever a layout needs to type it", () => {
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("/", { shiftKey: true })).toBe("/");
  });

  it("are nothing for a modifier alone", () => {
    expect(press("Shift", { shiftKey: true })).toBeNull();
  });

  it("are equal however they were written", () => {
    expect(normalised(" shift+$mod+K ")).toBe("$mod+Shift+k");
    expect(normalised("g  I")).toBe("g i");
    expect(normalised("$mod++")).toBe("$mod++");
    expect(caps("g i")).toEqual([["G"], ["I"]]);
  });
});

describe("reading keys", () => {
  const bound = new Set(["j", "g i", "g l", "x"]);

  it("answers a single key at once and a sequence when it is complete", () => {
    const reader = new KeyReader();
    expect(reader.read("j", bound, 0)).toBe("j");
    expect(reader.read("g", bound, 10)).toBe("waiting");
    expect(reader.read("i", bound, 20)).toBe("g i");
  });

  it("gives a sequence up after two seconds, or when another key comes", () => {
    const reader = new KeyReader();
    reader.read("g", bound, 0);
    expect(reader.read("i", bound, 2_500)).toBeNull();
    reader.read("g", bound, 3_000);
    expect(reader.read("j", bound, 3_010)).toBe("j");
    expect(reader.read("q", bound, 3_020)).toBeNull();
  });
});

describe("typing", () => {
  it("is what happens in fields, not on buttons and check boxes", () => {
    const field = document.createElement("input");
    const check = Object.assign(document.createElement("input"), { type: "checkbox" });
    expect(isTyping(field)).toBe(true);
    expect(isTyping(document.createElement("textarea"))).toBe(true);
    expect(isTyping(check)).toBe(false);
    expect(isTyping(document.createElement("button"))).toBe(false);
    expect(isTyping(null)).toBe(false);
  });
});

describe("the table of actions", () => {
  it("has no name twice and no keys twice", () => {
    const ids = ACTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = ACTIONS.flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("has no keys that begin other keys, which would never be reached", () => {
    const keys = ACTIONS.flatMap((action) => action.keys);
    const hidden = keys.filter((one) => keys.some((other) => one.startsWith(`${other} `)));
    expect(hidden).toEqual([]);
  });

  it("writes its keys the way a press is written", () => {
    const keys = ACTIONS.flatMap((action) => action.keys);
    expect(keys.filter((one) => normalised(one) !== one)).toEqual([]);
  });
});
