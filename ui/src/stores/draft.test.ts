import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Draft } from "./draft.svelte";

describe("a note being written", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is saved once when the fingers rest", async () => {
    const save = vi.fn(async () => undefined);
    const draft = new Draft(save);
    draft.receive(1, "");
    draft.edit("a");
    await vi.advanceTimersByTimeAsync(500);
    draft.edit("ab");
    expect(draft.state).toBe("dirty");
    await vi.advanceTimersByTimeAsync(599);
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(save.mock.calls).toEqual([[1, "ab"]]);
    expect(draft.state).toBe("saved");
  });

  it("is saved for its own paper when another is opened", async () => {
    const save = vi.fn(async () => undefined);
    const draft = new Draft(save);
    draft.receive(1, "");
    draft.edit("of the first");
    draft.receive(2, "of the second");
    await draft.flush();
    expect(save.mock.calls).toEqual([[1, "of the first"]]);
    expect(draft.text).toBe("of the second");
  });

  it("is never overwritten by what is stored while it is newer", () => {
    const draft = new Draft(async () => undefined);
    draft.receive(1, "old");
    draft.edit("newer");
    draft.receive(1, "old");
    expect(draft.text).toBe("newer");
  });

  it("is kept when it could not be saved, even after another paper was read", async () => {
    const draft = new Draft((id) =>
      id === 1 ? Promise.reject(new Error("disk full")) : Promise.resolve(),
    );
    draft.receive(1, "");
    draft.edit("precious");
    await draft.flush();
    expect(draft.state).toBe("failed");
    draft.receive(2, "another");
    expect(draft.text).toBe("another");
    await draft.flush();
    draft.receive(1, "");
    expect([draft.text, draft.state]).toEqual(["precious", "failed"]);
  });

  it("reaches the backend in the order it was written", async () => {
    const saved: string[] = [];
    let release: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    const draft = new Draft(async (_, text) => {
      if (text === "one") await slow;
      saved.push(text);
    });
    draft.receive(1, "");
    draft.edit("one");
    const one = draft.flush();
    draft.edit("two");
    const two = draft.flush();
    release();
    await Promise.all([one, two]);
    expect(saved).toEqual(["one", "two"]);
  });
});
