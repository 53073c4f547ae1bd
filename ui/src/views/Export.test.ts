import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type {
  ExportChoices,
  ExportPreview,
  ExportPreviewRequest,
  ExportWarning,
  Overview,
  StyleSummary,
} from "../api";
import { desk } from "../stores/desk.svelte";
import { exporting } from "../stores/exporting.svelte";
import { jobs } from "../stores/jobs.svelte";
import { overview } from "../stores/overview.svelte";
import { presets } from "../stores/presets.svelte";
import { preview } from "../stores/preview.svelte";
import { sheets } from "../stores/sheets.svelte";
import { fakeBackend, fakePage, listOf } from "../testing/backend";
import ExportSheet from "./ExportSheet.svelte";

const style = (id: string, part: Partial<StyleSummary> = {}): StyleSummary => ({
  id,
  name: id.toUpperCase(),
  main: true,
  kind: "author-date",
  fields: [],
  own: false,
  parent: null,
  ...part,
});

const warnings: ExportWarning[] = [
  { paper: 2, title: "Second", kind: "no-authors", words: null },
  { paper: 2, title: "Second", kind: "short-annotation", words: 12 },
  { paper: 3, title: "Third", kind: "no-authors", words: null },
];

const order = ["First", "Second", "Third"].map((title, at) => ({ id: at + 1, title, group: null }));

function pageOf({ choices }: ExportPreviewRequest): ExportPreview {
  const wanted = choices.sort === "manual" ? choices.order : [1, 2, 3];
  const grouped = choices.group_by !== null;
  return {
    html: `<main class="bibliography"><h1>${choices.title ?? "References"}</h1></main>`,
    css: "",
    entries: 3,
    warnings,
    groups: grouped ? [{ heading: "Robots", level: 1, entries: 3 }] : [],
    order: wanted.flatMap((id) => order.filter((entry) => entry.id === id)),
    seconds: 0.01,
  };
}

function backend() {
  return fakeBackend({
    "export.preview": pageOf,
    "export.styles": ({ query }) => {
      const all = [style("mine", { own: true, kind: "numeric" }), style("apa"), style("mla")];
      const styles = all.filter(({ id }) => id.includes(query.toLowerCase()));
      return { styles, total: styles.length, fields: ["biology", "law"] };
    },
    "export.style.remove": {},
    "export.languages": [{ id: "de-DE", name: "Deutsch" }],
    "export.presets": [],
    "export.preset.save": { id: 4 },
    "settings.save": {},
    "papers.list": listOf(),
    "job.cancel": {},
  });
}

const lastChoices = (calls: ReturnType<typeof backend>) =>
  calls.of("export.preview").at(-1)?.choices as ExportChoices;

describe("the export", () => {
  beforeEach(() => {
    fakePage();
    vi.stubGlobal(
      "CSSStyleSheet",
      class {
        replaceSync = () => undefined;
      },
    );
    overview.now = { collections: [], saved: [], digests: [], tags: [] } as unknown as Overview;
  });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    sheets.close();
    sheets.close();
    exporting.tab = "choices";
    exporting.left = false;
    exporting.preset = null;
    exporting.saving = false;
    jobs.running = [];
    presets.all = [];
    desk.chosen = new Set();
  });

  async function shown() {
    const calls = backend();
    exporting.choices = {
      ...exporting.choices,
      format: "docx",
      style: "apa",
      papers: { kind: "included" },
      sort: "style",
      order: [],
      group_by: null,
      title: null,
      introductions: {},
    };
    exporting.open();
    render(ExportSheet);
    await waitFor(() => expect(preview.page?.entries).toBe(3));
    await screen.findByText("3 entries");
    return calls;
  }

  it("shows only the choices that a format knows", async () => {
    await shown();
    expect(screen.queryByLabelText("With a .bib file beside it")).toBeNull();
    await fireEvent.change(screen.getByLabelText("Format"), { target: { value: "latex" } });
    screen.getByLabelText("With a .bib file beside it");
    await fireEvent.change(screen.getByLabelText("Format"), { target: { value: "ris" } });
    expect(screen.queryByRole("radiogroup", { name: "Styles" })).toBeNull();
    expect(screen.queryByLabelText("Group by")).toBeNull();
    screen.getByText(/Holds the details themselves/);
  });

  it("finds styles by name, and takes away only the reader's own", async () => {
    const calls = await shown();
    await screen.findByRole("radio", { name: /MINE/ });
    expect(screen.queryByRole("button", { name: "Remove “APA”" })).toBeNull();
    await fireEvent.input(screen.getByRole("searchbox"), { target: { value: "mla" } });
    await waitFor(() => expect(screen.getAllByRole("radio")).toHaveLength(1));
    await fireEvent.change(screen.getByLabelText("Field"), { target: { value: "law" } });
    expect(calls.of("export.styles").at(-1)).toMatchObject({ query: "mla", field: "law" });
    await fireEvent.input(screen.getByRole("searchbox"), { target: { value: "" } });
    await fireEvent.click(await screen.findByRole("button", { name: "Remove “MINE”" }));
    expect(calls.of("export.style.remove")).toEqual([{ id: "mine" }]);
  });

  it("asks for word bounds, and for the usual ones when nothing is typed", async () => {
    const calls = await shown();
    const least = screen.getByLabelText("At least");
    await fireEvent.change(least, { target: { value: "100" } });
    await waitFor(() => expect(lastChoices(calls).least_words).toBe(100));
    await fireEvent.change(screen.getByLabelText("At most"), { target: { value: "80" } });
    screen.getByText("The least is more than the most.");
    await fireEvent.change(least, { target: { value: "" } });
    await fireEvent.change(screen.getByLabelText("At most"), { target: { value: "" } });
    await waitFor(() => expect(lastChoices(calls).least_words).toBeNull());
  });

  it("puts a text under a heading", async () => {
    const calls = await shown();
    await fireEvent.change(screen.getByLabelText("Group by"), { target: { value: "tag" } });
    await fireEvent.change(await screen.findByLabelText("Text under the heading"), {
      target: { value: "Robots" },
    });
    await fireEvent.input(screen.getByLabelText("Introduction to “Robots”"), {
      target: { value: "Of hands." },
    });
    await waitFor(() => expect(lastChoices(calls).introductions).toEqual({ Robots: "Of hands." }));
  });

  it("moves an entry with Alt and the arrows, which makes the order the reader's", async () => {
    const calls = await shown();
    await fireEvent.click(screen.getByRole("tab", { name: /Entries/ }));
    const list = screen.getByRole("listbox", { name: "Entries as printed" });
    await fireEvent.keyDown(list, { key: "ArrowDown", altKey: true });
    await waitFor(() => expect(lastChoices(calls).order).toEqual([2, 1, 3]));
    expect(lastChoices(calls).sort).toBe("manual");
    const titles = () => screen.getAllByRole("option").map((row) => row.textContent);
    await waitFor(() => expect(titles()[0]).toContain("Second"));
    await fireEvent.keyDown(list, { key: "ArrowUp", altKey: true });
    await waitFor(() => expect(lastChoices(calls).order).toEqual([1, 2, 3]));
    await fireEvent.click(screen.getByRole("button", { name: "Back to the style’s order" }));
    await waitFor(() => expect(lastChoices(calls).sort).toBe("style"));
  });

  it("counts what is missing by kind, and leads to where it is mended and back", async () => {
    await shown();
    await fireEvent.click(screen.getByRole("tab", { name: /Check/ }));
    const kinds = screen.getByRole("group", { name: "Show only" });
    within(kinds).getByRole("button", { name: "All 3" });
    await fireEvent.click(within(kinds).getByRole("button", { name: "too short 1" }));
    screen.getByText("12 words");
    expect(screen.getAllByRole("button", { name: /^Open “/ })).toHaveLength(1);
    await fireEvent.click(within(kinds).getByRole("button", { name: "no authors 2" }));
    await fireEvent.click(screen.getByRole("button", { name: "Complete the details of “Third”" }));
    expect(sheets.open).toEqual({ kind: "edit", paper: 3, back: true });
    sheets.close();
    expect(sheets.open).toEqual({ kind: "export" });
    await fireEvent.click(screen.getByRole("button", { name: "Open “Third”" }));
    expect(desk.current).toBe(3);
    expect(exporting.left).toBe(true);
    exporting.choices = { ...exporting.choices, title: "Mine" };
    exporting.open();
    expect(exporting.choices.title).toBe("Mine");
    expect(exporting.left).toBe(false);
  });

  it("keeps choices as a preset and says when they have changed since", async () => {
    const calls = await shown();
    await fireEvent.click(screen.getByRole("button", { name: "Presets" }));
    await fireEvent.click(screen.getByRole("menuitem", { name: /Save as preset/ }));
    const field = screen.getByLabelText("Name of the preset");
    await fireEvent.input(field, { target: { value: "Thesis" } });
    await fireEvent.submit(field.closest("form") as HTMLFormElement);
    await waitFor(() => expect(calls.of("export.preset.save")).toHaveLength(1));
    presets.all = [{ id: 4, name: "Thesis", choices: exporting.choices }];
    await screen.findByRole("option", { name: "Thesis" });
    await fireEvent.change(screen.getByLabelText("Format"), { target: { value: "html" } });
    await screen.findByRole("option", { name: "Thesis (changed)" });
    await fireEvent.change(screen.getByLabelText("Preset"), { target: { value: "4" } });
    await waitFor(() => expect(exporting.choices.format).toBe("docx"));
  });

  it("does not ask for the papers of a collection that is gone", async () => {
    await shown();
    exporting.take({
      id: 9,
      name: "Old",
      choices: { ...exporting.choices, papers: { kind: "collection", id: 77 } },
    });
    expect(exporting.choices.papers).toEqual({ kind: "included" });
  });

  it("shows how far a long export is and cancels it", async () => {
    const calls = await shown();
    exporting.saving = true;
    jobs.take({
      id: 5,
      job: "export",
      phase: "entries",
      done: 200,
      total: 1000,
      state: "running",
      error: null,
    });
    await screen.findByText("200 of 1,000");
    await fireEvent.click(screen.getByRole("button", { name: "Cancel the export" }));
    expect(calls.of("job.cancel")).toEqual([{ id: 5 }]);
  });
});
