import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ACTIONS } from "../actions/table";
import type { DuplicatePair, PaperDetail } from "../api";
import { desk } from "../stores/desk.svelte";
import { duplicates, showDuplicates } from "../stores/duplicates.svelte";
import { sheets } from "../stores/sheets.svelte";
import Duplicates from "./Duplicates.svelte";
import SettleSheet from "./SettleSheet.svelte";

const paper = (id: number, part: Partial<PaperDetail> = {}) =>
  ({
    id,
    key: `key${id}`,
    title: "Sinks of Attention in Long Texts",
    abstract: null,
    authors: [],
    date: null,
    venue: null,
    identifiers: {},
    tags: [],
    decision: "inbox",
    stars: 0,
    note: "",
    highlights: [],
    sightings: [],
    ...part,
  }) as unknown as PaperDetail;

const pair = (id: number, part: Partial<DuplicatePair> = {}): DuplicatePair => ({
  first: paper(id, {
    authors: [{ family: "Byron", given: "Ada" }],
    abstract: "We find two sinks in every long text.",
    note: "Read again.",
  }),
  second: paper(id + 1, { abstract: "We find three sinks in every long text." }),
  reason: "the same title, but other authors",
  differing: ["authors", "abstract"],
  ...part,
});

/** Answers calls as the backend would, and remembers them. */
function backend(pairs: DuplicatePair[]) {
  const calls: { operation: string; request: unknown }[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    const asked = JSON.parse(body) as { operation: string; request: unknown };
    calls.push(asked);
    const answers: Record<string, unknown> = {
      duplicates: { total: pairs.length, pairs },
      "duplicates.settle": { seq: 3, what: "Merge: 2 papers", papers: [1, 2] },
    };
    return new Response(JSON.stringify(answers[asked.operation] ?? {}));
  });
  return calls;
}

const settled = (calls: { operation: string; request: unknown }[]) =>
  calls.filter(({ operation }) => operation === "duplicates.settle").map(({ request }) => request);

describe("the view of duplicates", () => {
  beforeEach(() => {
    vi.stubGlobal(
      "ResizeObserver",
      class {
        observe = () => undefined;
        disconnect = () => undefined;
      },
    );
    HTMLElement.prototype.scrollTo = () => undefined;
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
  });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    desk.place = "papers";
    sheets.close();
  });

  const open = async (pairs: DuplicatePair[]) => {
    const calls = backend(pairs);
    await showDuplicates();
    render(Duplicates);
    return calls;
  };

  it("sets both papers side by side and names the fields that differ", async () => {
    await open([pair(1)]);
    const table = screen.getByRole("table", { name: "the same title, but other authors" });
    const row = (name: RegExp) => within(table).getByRole("row", { name });
    expect(row(/^Authors differs/).textContent).toContain("Ada Byron");
    expect(row(/^Title/).textContent).not.toContain("differs");
    const marks = [...row(/^Abstract differs/).querySelectorAll("mark")];
    expect(marks.map((mark) => mark.textContent)).toEqual(["two", "three"]);
    expect(row(/^Your marks/).textContent).toContain("has a note");
  });

  it("settles the pair at the cursor by button and moves on", async () => {
    const calls = await open([pair(1), pair(3)]);
    await fireEvent.click(screen.getByRole("button", { name: "Merge right" }));
    expect(duplicates.current?.first.id).toBe(3);
    await waitFor(() =>
      expect(settled(calls)).toEqual([{ pairs: [{ first: 2, second: 1 }], verdict: "same" }]),
    );
  });

  it("says that no pair waits, and offers no verdict then", async () => {
    await open([]);
    expect(screen.getByText("No pair waits")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Keep apart" })).toHaveProperty("disabled", true);
  });

  it("settles all of one reason in one request, after saying how many", async () => {
    const calls = await open([pair(1), pair(3), pair(5, { reason: "another" })]);
    await ACTIONS.find(({ id }) => id === "pair-alike")?.run();
    expect(sheets.open.kind).toBe("settle");
    render(SettleSheet);
    expect(screen.getByText(/^2 pairs shown wait for the same reason/)).toBeTruthy();
    await fireEvent.click(screen.getByRole("radio", { name: "Keep apart" }));
    await fireEvent.click(screen.getByRole("button", { name: "Keep 2 pairs apart" }));
    await waitFor(() =>
      expect(settled(calls)).toEqual([
        {
          pairs: [
            { first: 1, second: 2 },
            { first: 3, second: 4 },
          ],
          verdict: "not-same",
        },
      ]),
    );
  });

  it("takes the keys of papers away while it is open, and gives them back", async () => {
    const include = ACTIONS.find(({ id }) => id === "include");
    await open([pair(1)]);
    desk.chosen = new Set([7]);
    expect(include?.when?.()).toBe(false);
    desk.open(7);
    expect(desk.place).toBe("papers");
    expect(include?.when?.()).toBe(true);
  });
});
