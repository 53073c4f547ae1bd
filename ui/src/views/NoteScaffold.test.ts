import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { AnnotationProgress, PaperDetail } from "../api";
import { check } from "../stores/check.svelte";
import { desk } from "../stores/desk.svelte";
import { noteDraft } from "../stores/note";
import { progress } from "../stores/progress.svelte";
import { settings } from "../stores/settings.svelte";
import { fakeBackend, fakePage, listOf } from "../testing/backend";
import NoteEditor from "./NoteEditor.svelte";

const SENTENCE = "We follow sand through three estuaries.";

const detail = {
  id: 4,
  abstract: `${SENTENCE} Grains sort themselves, cf. Fig. 3, within days.`,
  language: "en",
  note: "",
} as unknown as PaperDetail;

const counts: AnnotationProgress = {
  papers: 40,
  annotated: 12,
  short: 1,
  long: 0,
  copied: 0,
  next: 9,
  words: 900,
};

function backend(part: Partial<AnnotationProgress> = {}) {
  return fakeBackend({
    "annotation.check": ({ text }) => {
      const start = text.indexOf(SENTENCE);
      return {
        words: text.split(/\s+/).filter((word) => /\w/.test(word)).length,
        copied: start < 0 ? [] : [{ start, end: start + SENTENCE.length, source: SENTENCE }],
        sections: { summary: 3, assessment: 0, reflection: 0 },
      };
    },
    "annotation.progress": { ...counts, ...part },
    "paper.note": { seq: 1, what: "Write a note", papers: [4] },
    "settings.save": {},
    "papers.list": listOf(),
  });
}

describe("writing a note", () => {
  beforeEach(() => {
    fakePage();
    desk.view = { kind: "included" };
    noteDraft.receive(4, "");
  });

  afterEach(async () => {
    cleanup();
    await noteDraft.flush();
    noteDraft.receive(0, "");
    vi.unstubAllGlobals();
    progress.now = null;
    progress.of = null;
    check.look(0, "");
    settings.now = { ...settings.now, window: {} };
  });

  async function scaffolded() {
    const calls = backend();
    render(NoteEditor, { detail });
    await fireEvent.click(screen.getByRole("button", { name: "Scaffold" }));
    return calls;
  }

  it("by the scaffold writes its headings into the note itself", async () => {
    await scaffolded();
    await fireEvent.input(screen.getByLabelText("Assessment"), { target: { value: "Sound." } });
    await fireEvent.input(screen.getByLabelText("Summary"), { target: { value: "Short." } });
    expect(noteDraft.text).toBe("### Summary\n\nShort.\n\n### Assessment\n\nSound.");
    expect(settings.now.window["scaffold"]).toBe(true);
  });

  it("has the abstract's sentences beside it, cut where sentences end", async () => {
    await scaffolded();
    const items = screen.getAllByRole("listitem").map((item) => item.textContent?.trim());
    expect(items).toEqual([SENTENCE, "Grains sort themselves, cf. Fig. 3, within days."]);
  });

  it("marks a copied sentence where it was written and where it comes from", async () => {
    await scaffolded();
    await fireEvent.input(screen.getByLabelText("Summary"), {
      target: { value: `They say: ${SENTENCE}` },
    });
    await screen.findByText(/1 sentence stands in the abstract word for word/);
    expect(document.querySelector("mark")?.textContent).toBe(SENTENCE);
    expect(screen.getAllByRole("listitem")[0]?.textContent).toContain("also in your note");
  });

  it("says when the note holds more than the three parts, and shows it", async () => {
    noteDraft.receive(0, "");
    noteDraft.receive(4, "Loose words.\n\n### Summary\n\nShort.");
    await scaffolded();
    await fireEvent.click(screen.getByRole("button", { name: "Show all of it" }));
    expect(screen.getByLabelText<HTMLTextAreaElement>("Note, in Markdown").value).toContain(
      "Loose words.",
    );
  });

  it("measures its length against what is asked, without a number that nobody counted", async () => {
    backend();
    render(NoteEditor, { detail });
    await fireEvent.input(screen.getByLabelText("Note, in Markdown"), {
      target: { value: "One two three" },
    });
    await screen.findByText("3 words, at least 50 asked");
  });

  it("shows how far the view has come and goes on to the next without a note", async () => {
    backend();
    render(NoteEditor, { detail });
    await screen.findByText("Included: 12 of 40 annotated", { selector: "[aria-hidden]" });
    await fireEvent.click(screen.getByRole("button", { name: "Next without a note" }));
    await waitFor(() => expect(desk.current).toBe(9));
  });

  it("offers no next one when every paper has a note", async () => {
    backend({ annotated: 40, next: null });
    render(NoteEditor, { detail });
    await screen.findByText("Included: everything is annotated", { selector: "[aria-hidden]" });
    expect(screen.queryByRole("button", { name: "Next without a note" })).toBeNull();
  });
});
