import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Overview, SavedCount, SavedSummary } from "../api";
import { desk } from "../stores/desk.svelte";
import { overview } from "../stores/overview.svelte";
import { saved } from "../stores/saved.svelte";
import { sheets } from "../stores/sheets.svelte";
import { fakeBackend, fakePage, listOf, rowOf } from "../testing/backend";
import PaperItem from "./PaperItem.svelte";
import SaveSearchSheet from "./SaveSearchSheet.svelte";
import SidebarSaved from "./SidebarSaved.svelte";

const watch: SavedSummary = {
  id: 4,
  name: "Sinks",
  query: "attention sinks",
  mode: "hybrid",
  threshold: 0.5,
  papers: 9,
  new: 2,
  errors: [],
};

const done = { seq: 1, what: "Change the saved search “Sinks”", papers: [] };
const knows = (...all: SavedSummary[]) => {
  overview.now = { saved: all, collections: [], digests: [], tags: [] } as unknown as Overview;
};
const hit = (fresh: boolean) => ({
  saved: 4,
  name: "Sinks",
  why: "both" as const,
  words: ["sink"],
  score: 0.61,
  new: fresh,
});

function backend() {
  return fakeBackend({
    "papers.list": listOf(rowOf(1, { watched: [hit(true)] }), rowOf(2, { watched: [hit(false)] })),
    "saved.count": ({ mode, threshold }: SavedCount) => ({
      papers: mode === "words" ? 7 : Math.round(100 * (1 - (threshold ?? 0))),
    }),
    "saved.create": { id: 5, done },
    "saved.edit": done,
    "saved.delete": done,
    "saved.seen": {},
    overview: { saved: [watch], collections: [], digests: [], tags: [] } as unknown as Overview,
  });
}

describe("saved searches", () => {
  beforeEach(() => fakePage());

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    overview.now = null;
    desk.view = { kind: "inbox" };
    desk.query = "";
    sheets.close();
  });

  it("wear a badge with what is new, and none when nothing is", () => {
    knows(watch, { ...watch, id: 6, name: "Quiet", new: 0 });
    render(SidebarSaved);
    expect(screen.getByRole("button", { name: /^Sinks 2 new 9/ })).toBeTruthy();
    expect(screen.getByRole("button", { name: /^Quiet 9/ })).toBeTruthy();
  });

  it("are seen by opening them, and what was new keeps its mark for the visit", async () => {
    const { calls, of } = backend();
    knows(watch);
    render(SidebarSaved);
    await fireEvent.click(screen.getByRole("button", { name: /^Sinks/ }));
    await waitFor(() => expect(of("saved.seen")).toEqual([{ id: 4 }]));
    expect(calls[0]).toMatchObject({
      operation: "papers.list",
      request: { view: { kind: "saved", id: 4 } },
    });
    render(PaperItem, { row: rowOf(1, { watched: [hit(false)] }), compact: false });
    expect(screen.getByText("new here")).toBeTruthy();
    expect(screen.getByText("words: sink · meaning 61 %")).toBeTruthy();
    cleanup();
    render(PaperItem, { row: rowOf(2, { watched: [hit(false)] }), compact: false });
    expect(screen.queryByText("new here")).toBeNull();
  });

  it("are not reported as seen when nothing was new", async () => {
    const { of } = backend();
    knows({ ...watch, new: 0 });
    await saved.show(4);
    expect(of("saved.seen")).toEqual([]);
  });

  it("are renamed by F2 and deleted by Delete, and no paper is touched", async () => {
    const { calls, of } = backend();
    knows(watch);
    render(SidebarSaved);
    const entry = screen.getByRole("button", { name: /^Sinks/ });
    await fireEvent.keyDown(entry, { key: "F2" });
    const field = screen.getByLabelText("Name");
    await fireEvent.input(field, { target: { value: "Attention sinks" } });
    await fireEvent.submit(field);
    await waitFor(() =>
      expect(of("saved.edit")).toEqual([
        {
          id: 4,
          name: "Attention sinks",
          query: "attention sinks",
          mode: "hybrid",
          threshold: 0.5,
        },
      ]),
    );
    await fireEvent.keyDown(screen.getByRole("button", { name: /^Sinks/ }), { key: "Delete" });
    await waitFor(() => expect(of("saved.delete")).toEqual([{ id: 4 }]));
    expect(calls.some(({ operation }) => operation === "paper.trash")).toBe(false);
  });
});

describe("the sheet of a saved search", () => {
  beforeEach(() => fakePage());

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    overview.now = null;
    desk.query = "";
  });

  it("counts the hits of what is chosen as the threshold moves, and only the last", async () => {
    const { of } = backend();
    knows(watch);
    render(SaveSearchSheet, { id: 4 });
    await screen.findByText("50 papers in the library now");
    const slider = screen.getByLabelText("As near in meaning as");
    await fireEvent.input(slider, { target: { value: "60" } });
    await fireEvent.input(slider, { target: { value: "70" } });
    await screen.findByText("30 papers in the library now");
    expect(of("saved.count").map(({ threshold }) => threshold)).toEqual([0.5, 0.7]);
  });

  it("asks for no nearness when only words count", async () => {
    const { of } = backend();
    desk.query = "attention sinks";
    knows();
    render(SaveSearchSheet, { id: null });
    await fireEvent.click(screen.getByRole("radio", { name: "Words" }));
    await screen.findByText("7 papers in the library now");
    expect(screen.getByLabelText("As near in meaning as")).toHaveProperty("disabled", true);
    await fireEvent.submit(document.querySelector("form") as HTMLFormElement);
    await waitFor(() =>
      expect(of("saved.create")).toEqual([
        { name: "attention sinks", query: "attention sinks", mode: "words", threshold: null },
      ]),
    );
  });

  it("keeps what was typed and says why when it is refused", async () => {
    fakeBackend({ "saved.count": { papers: 1 } });
    desk.query = "x";
    knows();
    render(SaveSearchSheet, { id: null });
    await fireEvent.submit(document.querySelector("form") as HTMLFormElement);
    expect((await screen.findByRole("alert")).textContent).toContain("No saved.create here.");
    expect(screen.getByLabelText("Name")).toHaveProperty("value", "x");
  });
});
