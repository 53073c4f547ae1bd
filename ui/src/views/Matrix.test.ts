import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { followKeys } from "../actions/bindings";
import type { Field, MatrixColumn, MatrixRequest, MatrixSet } from "../api";
import { desk } from "../stores/desk.svelte";
import { fields } from "../stores/fields.svelte";
import { matrix } from "../stores/matrix.svelte";
import { fakeBackend, fakePage } from "../testing/backend";
import FieldsSheet from "./FieldsSheet.svelte";
import Matrix from "./Matrix.svelte";
import MatrixColumns from "./MatrixColumns.svelte";

const SIZE: Field = { id: 7, name: "Sample size", kind: "number", choices: [], papers: 1 };
const SEEN: Field = { id: 8, name: "Replicated", kind: "yes-no", choices: [], papers: 0 };

const COLUMNS: MatrixColumn[] = [
  { kind: "title" },
  { kind: "tags" },
  { kind: "field", id: 7 },
  { kind: "field", id: 8 },
];

const done = { seq: 3, what: "Change a cell", papers: [1] };

function backend(total = 3) {
  const cells = new Map<string, string>();
  return fakeBackend({
    fields: [SIZE, SEEN],
    "matrix.saved": [],
    "settings.save": {},
    "field.create": { id: 9 },
    matrix: ({ columns, offset, limit }: MatrixRequest) => ({
      total,
      columns: columns.map((column) => ({
        name: column.kind,
        column,
        editable: column.kind !== "title",
      })),
      rows: Array.from({ length: Math.min(limit, total - offset) }, (_, step) => {
        const id = offset + step + 1;
        return {
          id,
          key: `key${id}`,
          title: `Paper ${id}`,
          cells: columns.map((column) =>
            column.kind === "title"
              ? `Paper ${id}`
              : (cells.get(`${id}${JSON.stringify(column)}`) ?? ""),
          ),
        };
      }),
      sections: ["Method"],
    }),
    "matrix.set": ({ id, column, value }: MatrixSet) => {
      cells.set(`${id}${JSON.stringify(column)}`, value);
      return done;
    },
  });
}

let endKeys: () => void;

const grid = () => screen.getByRole("grid");
const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
const cursor = () => {
  const id = grid().getAttribute("aria-activedescendant") ?? "";
  return id.replace("matrix-", "");
};

describe("the review matrix", () => {
  beforeEach(() => {
    fakePage();
    desk.place = "matrix";
    matrix.columns = COLUMNS;
    endKeys = followKeys();
  });

  afterEach(() => {
    endKeys();
    cleanup();
    vi.unstubAllGlobals();
    desk.place = "papers";
    fields.all = [];
  });

  async function shown(total = 3) {
    const calls = backend(total);
    render(Matrix);
    await waitFor(() => grid());
    grid().focus();
    return calls;
  }

  it("names its rows and columns for those who do not see them", async () => {
    await shown();
    await screen.findByRole("columnheader", { name: "Sample size" });
    expect(grid().getAttribute("aria-rowcount")).toBe("4");
    expect(grid().getAttribute("aria-colcount")).toBe("4");
    const [, first] = screen.getAllByRole("row");
    expect(first?.getAttribute("aria-rowindex")).toBe("2");
    expect(within(first as HTMLElement).getAllByRole("gridcell")).toHaveLength(4);
  });

  it("is walked by arrows and Tab, and edited by Enter", async () => {
    const calls = await shown();
    await press("ArrowRight");
    await press("ArrowDown");
    expect(cursor()).toBe("1-1");
    await press("Enter");
    const field = screen.getByLabelText("Tags of “Paper 2”");
    await fireEvent.input(field, { target: { value: "slow, fine" } });
    await fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(cursor()).toBe("2-1"));
    expect(calls.of("matrix.set")).toEqual([
      { id: 2, column: { kind: "tags" }, value: "slow, fine" },
    ]);
    await screen.findByText("slow");
    await press("Tab");
    expect(cursor()).toBe("2-2");
  });

  it("leaves a cell as it was after Escape", async () => {
    const calls = await shown();
    await press("ArrowRight");
    await press("F2");
    const field = screen.getByLabelText("Tags of “Paper 1”");
    await fireEvent.input(field, { target: { value: "other" } });
    await fireEvent.keyDown(field, { key: "Escape" });
    expect(screen.queryByLabelText("Tags of “Paper 1”")).toBeNull();
    expect(calls.of("matrix.set")).toEqual([]);
    expect(document.activeElement).toBe(grid());
  });

  it("gives a refused text back with its reason", async () => {
    await shown();
    vi.stubGlobal("fetch", async () =>
      Promise.resolve(
        new Response(JSON.stringify({ code: "bad_value", message: "Not a number." }), {
          status: 400,
        }),
      ),
    );
    await press("End");
    await press("ArrowLeft");
    await press("Enter");
    const field = screen.getByLabelText("Sample size of “Paper 1”");
    await fireEvent.input(field, { target: { value: "many" } });
    await fireEvent.keyDown(field, { key: "Tab" });
    expect((await screen.findByRole("alert")).textContent).toContain("Not a number.");
    expect(screen.getByLabelText<HTMLInputElement>("Sample size of “Paper 1”").value).toBe("many");
  });

  it("chooses where there are choices", async () => {
    const calls = await shown();
    await press("End");
    await press("Enter");
    const field = screen.getByLabelText("Replicated of “Paper 1”");
    await fireEvent.change(field, { target: { value: "yes" } });
    await fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(calls.of("matrix.set")).toHaveLength(1));
    expect(calls.of("matrix.set")[0]).toMatchObject({ value: "yes" });
    await screen.findByText("Yes");
  });

  it("draws only the rows in sight of thousands", async () => {
    await shown(5_000);
    await waitFor(() => expect(grid().getAttribute("aria-rowcount")).toBe("5001"));
    expect(screen.getAllByRole("row").length).toBeLessThan(40);
  });

  it("says so when there are no papers and when no column is chosen", async () => {
    backend(0);
    render(Matrix);
    await screen.findByText("No papers in this view");
    cleanup();
    matrix.columns = [];
    render(Matrix);
    await screen.findByText("No columns chosen");
  });

  it("takes columns in, leaves them out and orders them", async () => {
    backend();
    await matrix.ask();
    render(MatrixColumns);
    await fireEvent.click(await screen.findByRole("button", { name: "Show the column Method" }));
    expect(matrix.columns.at(-1)).toEqual({ kind: "section", name: "Method" });
    await fireEvent.click(screen.getByRole("button", { name: "Leave out the column Tags" }));
    await fireEvent.click(screen.getByRole("button", { name: "Move Method up" }));
    expect(matrix.columns.map(({ kind }) => kind)).toEqual(["title", "field", "section", "field"]);
  });

  it("makes a field and shows it as a column", async () => {
    const calls = backend();
    render(FieldsSheet);
    await fireEvent.input(screen.getByLabelText("Name"), { target: { value: "Design" } });
    await fireEvent.change(screen.getByLabelText("Kind"), { target: { value: "choice" } });
    await fireEvent.click(screen.getByRole("button", { name: "Create field" }));
    expect((await screen.findByRole("alert")).textContent).toContain("at least one");
    await fireEvent.input(screen.getByLabelText("Choices"), {
      target: { value: "Trial\n\n Survey " },
    });
    await fireEvent.click(screen.getByRole("button", { name: "Create field" }));
    await waitFor(() => expect(matrix.columns.at(-1)).toEqual({ kind: "field", id: 9 }));
    expect(calls.of("field.create")).toEqual([
      { name: "Design", kind: "choice", choices: ["Trial", "Survey"] },
    ]);
  });
});
