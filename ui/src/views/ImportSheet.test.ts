import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ImportRequest, Preview, PreviewRow } from "../api";
import { importing } from "../stores/importing.svelte";
import ImportSheet from "./ImportSheet.svelte";

const row = (position: number, part: Partial<PreviewRow> = {}): PreviewRow => ({
  position,
  line: position * 4,
  title: `Title ${position}`,
  authors: "",
  year: null,
  abstract: "It begins",
  status: "new",
  existing: null,
  existing_title: null,
  reasons: [],
  ...part,
});

const preview: Preview = {
  id: 7,
  recognised: 3,
  new: 1,
  present: 1,
  doubtful: 1,
  files: [
    {
      index: 0,
      name: "list.txt",
      format: "plain",
      format_name: "Plain list",
      error: null,
      seen_before: false,
      recognised: 3,
      new: 1,
      present: 1,
      doubtful: 1,
      diagnostics: [
        {
          severity: "warning",
          code: "missing-abstract",
          message: "No abstract.",
          line: 9,
          text: "A title without an abstract",
        },
        { severity: "error", code: "unreadable", message: "Cut off.", line: null, text: null },
      ],
      rows: [
        row(1),
        row(2, {
          status: "doubtful",
          reasons: ["The titles differ by one word"],
          existing: 4,
          existing_title: "Title too",
        }),
        row(3, { status: "present", existing: 5, existing_title: "Title 3" }),
      ],
    },
  ],
};

/** Answers calls as the backend would, and remembers them. */
function backend(answers: Record<string, unknown>) {
  const calls: { operation: string; request: unknown }[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    const asked = JSON.parse(body) as { operation: string; request: unknown };
    calls.push(asked);
    const answer = answers[asked.operation];
    const failed = answer instanceof Error;
    const shown = failed ? { code: "disk_full", message: answer.message } : (answer ?? {});
    return new Response(JSON.stringify(shown), { status: failed ? 500 : 200 });
  });
  return calls;
}

describe("the preview sheet", () => {
  beforeEach(() => {
    vi.stubGlobal(
      "ResizeObserver",
      class {
        observe = () => undefined;
        disconnect = () => undefined;
      },
    );
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
  });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  const open = async (answers: Record<string, unknown> = {}) => {
    const calls = backend({ "import.preview": preview, ...answers });
    await importing.read({ text: "…" });
    render(ImportSheet);
    return calls;
  };

  it("counts what is new, present and doubtful, and offers only what is not here", async () => {
    await open();
    expect(screen.getByText("3 papers recognised", { selector: ".summary" })).toBeTruthy();
    expect(screen.getByText("1 doubtful")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Import 2 papers" })).toBeTruthy();
  });

  it("lists every remark with its severity, line, code and text", async () => {
    await open();
    expect(screen.queryByText("No abstract.")).toBeNull();
    const fold = screen.getByText("2 remarks").closest("details");
    if (fold) fold.open = true;
    await waitFor(() => expect(screen.getByRole("region", { name: "2 remarks" })).toBeTruthy());
    const [warning, error] = screen
      .getAllByRole("listitem")
      .map((item) => item.textContent.replace(/\s+/g, " ").trim());
    expect(warning).toBe(
      "Warning line 9 No abstract. missing-abstract A title without an abstract",
    );
    expect(error).toBe("Error Cut off. unreadable");
  });

  it("shows the remarks on a file that was not recognised at once", async () => {
    const [file] = preview.files;
    const error = { code: "unknown_format", message: "No list of papers." };
    const unread = { ...file, error, format: null, format_name: null, recognised: 0, rows: [] };
    await open({ "import.preview": { ...preview, recognised: 0, files: [unread] } });
    expect(screen.getByText("No list of papers.")).toBeTruthy();
    expect(screen.getByText("A title without an abstract")).toBeTruthy();
  });

  it("says of a new paper that it is another version of a known one", async () => {
    const [file] = preview.files;
    const version = row(1, { existing: 4, existing_title: "Its preprint" });
    await open({ "import.preview": { ...preview, files: [{ ...file, rows: [version] }] } });
    expect(screen.getAllByText("New version")).toHaveLength(2);
    expect(screen.getByText("A version of:")).toBeTruthy();
    expect(screen.getByText("Its preprint")).toBeTruthy();
  });

  it("says why a row is doubtful and what it may be", async () => {
    await open();
    const rows = screen.getByRole("listbox");
    await fireEvent.keyDown(rows, { key: "ArrowDown" });
    expect(screen.getByText("The titles differ by one word")).toBeTruthy();
    expect(screen.getByText("Title too")).toBeTruthy();
  });

  it("sends what was left out and corrected, and nothing else", async () => {
    const calls = await open({
      "import.run": { imports: [], papers: 1, seconds: {}, seq: null },
    });
    await fireEvent.input(screen.getByLabelText("Title"), { target: { value: "Mended" } });
    const rows = screen.getByRole("listbox");
    await fireEvent.keyDown(rows, { key: "ArrowDown" });
    await fireEvent.keyDown(rows, { key: " " });
    await fireEvent.click(screen.getByRole("button", { name: "Import 1 paper" }));
    await waitFor(() => expect(importing.state).toBe("idle"));
    const run = calls.find(({ operation }) => operation === "import.run");
    expect(run?.request).toEqual({
      preview: 7,
      leave_out: [{ file: 0, position: 2 }],
      corrections: [{ file: 0, position: 1, title: "Mended", abstract: null }],
      embed: true,
    } satisfies ImportRequest);
  });

  it("stays open with everything in it when the import fails", async () => {
    await open({ "import.run": new Error("The disk is full. Nothing was imported.") });
    await fireEvent.click(screen.getByRole("button", { name: "Import 2 papers" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toBe("The disk is full. Nothing was imported.");
    expect(screen.getByRole("button", { name: "Import 2 papers" })).toHaveProperty(
      "disabled",
      false,
    );
  });

  it("tells the backend when it is cancelled", async () => {
    const calls = await open();
    await fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(calls.at(-1)).toEqual({ operation: "import.cancel", request: { preview: 7 } });
  });
});
