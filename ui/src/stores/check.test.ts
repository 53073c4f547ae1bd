import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Check } from "./check.svelte";

const found = (copied: [number, number][] = []) => ({
  words: 3,
  copied: copied.map(([start, end]) => ({ start, end, source: "A sentence." })),
  sections: { summary: 0, assessment: 0, reflection: 0 },
});

describe("the check of a note", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("waits until the fingers rest and asks about the newest text", async () => {
    const ask = vi.fn(async () => found());
    const check = new Check(ask);
    check.look(1, "a");
    await vi.runAllTimersAsync();
    check.look(1, "ab");
    check.look(1, "abc");
    await vi.runAllTimersAsync();
    expect(ask.mock.calls).toEqual([[{ id: 1, text: "a" }], [{ id: 1, text: "abc" }]]);
  });

  it("drops an answer about an older text", async () => {
    const waiting: ((answer: ReturnType<typeof found>) => void)[] = [];
    const check = new Check(() => new Promise((give) => waiting.push(give)));
    check.look(1, "first");
    await vi.runAllTimersAsync();
    check.look(2, "second");
    await vi.runAllTimersAsync();
    waiting[1]?.({ ...found(), words: 2 });
    await vi.runAllTimersAsync();
    waiting[0]?.({ ...found(), words: 1 });
    await vi.runAllTimersAsync();
    expect(check.found?.words).toBe(2);
    expect(check.of?.id).toBe(2);
  });

  it("finds copied sentences by scalar offsets, and again where they have moved to", async () => {
    const note = "𝒳 says: We follow sand. Then more.";
    const check = new Check(async () => found([[8, 23]]));
    check.look(1, note);
    await vi.runAllTimersAsync();
    const [span] = check.copiedIn(1, note);
    expect(note.slice(span?.start, span?.end)).toBe("We follow sand.");
    const [moved] = check.copiedIn(1, `Before. ${note}`);
    expect(moved?.start).toBe((span?.start ?? 0) + 8);
    expect(check.copiedIn(1, "Nothing of it.")).toEqual([]);
    expect(check.copiedIn(2, note)).toEqual([]);
  });

  it("has nothing to say of an empty note", async () => {
    const ask = vi.fn(async () => found());
    const check = new Check(ask);
    check.look(1, "  ");
    await vi.runAllTimersAsync();
    expect(ask).not.toHaveBeenCalled();
    expect(check.found).toBeNull();
  });
});
