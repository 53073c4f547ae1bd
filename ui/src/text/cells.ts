// How a cell of the review matrix is shown and edited, by what its column holds.

import type { Field, MatrixColumn } from "../api";
import { t } from "../i18n/index.svelte";

export type CellKind = "text" | "lines" | "title" | "number" | "date" | "tags" | "choice";

export interface Choice {
  value: string;
  label: string;
}

export interface ColumnLook {
  kind: CellKind;
  /** In rem. */
  width: number;
  /** What can be chosen; empty for what is typed. */
  choices: readonly Choice[];
}

const DECISIONS = ["inbox", "include", "maybe", "exclude"] as const;
const STARS = ["0", "1", "2", "3", "4", "5"];

const WIDTHS: Record<MatrixColumn["kind"], number> = {
  title: 19,
  authors: 12,
  year: 5,
  venue: 11,
  key: 10,
  decision: 8,
  tags: 11,
  stars: 6,
  note: 21,
  section: 17,
  field: 11,
};

/** `field` is the reader's field of the column, where it is one. */
export function lookOf(column: MatrixColumn, field: Field | undefined): ColumnLook {
  const width = WIDTHS[column.kind];
  const look = (kind: CellKind, choices: readonly Choice[] = []) => ({ kind, width, choices });
  switch (column.kind) {
    case "title":
      return look("title");
    case "note":
    case "section":
      return look("lines");
    case "tags":
      return look("tags");
    case "year":
      return look("number");
    case "decision":
      return look(
        "choice",
        DECISIONS.map((value) => ({ value, label: t().decisions[value] })),
      );
    case "stars":
      return look(
        "choice",
        STARS.map((value) => ({ value, label: value === "0" ? "" : "★".repeat(Number(value)) })),
      );
    case "field":
      return { ...ofField(field), width: field?.kind === "text" ? 14 : 8 };
    default:
      return look("text");
  }
}

function ofField(field: Field | undefined): Pick<ColumnLook, "kind" | "choices"> {
  switch (field?.kind) {
    case "number":
      return { kind: "number", choices: [] };
    case "date":
      return { kind: "date", choices: [] };
    case "yes-no":
      return {
        kind: "choice",
        choices: [
          { value: "", label: "" },
          { value: "yes", label: t().matrix.yes },
          { value: "no", label: t().matrix.no },
        ],
      };
    case "choice":
      return {
        kind: "choice",
        choices: ["", ...field.choices].map((value) => ({ value, label: value })),
      };
    default:
      return { kind: "text", choices: [] };
  }
}

/** A cell in the reader's words; Markdown without its marks. */
export function shownAs(cell: string, { kind, choices }: ColumnLook): string {
  if (kind === "lines") return unmarked(cell);
  return choices.find(({ value }) => value === cell)?.label ?? cell;
}

function unmarked(markdown: string): string {
  return markdown
    .replace(/^ {0,3}(?:#{1,6}|>|[-*+]|\d+\.)[ \t]+/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|~~|`)(.+?)\1/g, "$2")
    .replace(/(?<![\w*])\*(?!\s)([^*\n]+)\*(?!\w)/g, "$1")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

/** A column's name in the reader's language; `given` is what the backend calls it. */
export function nameOfColumn(column: MatrixColumn, field: Field | undefined, given = ""): string {
  if (column.kind === "section") return column.name;
  if (column.kind === "field") return field?.name ?? given;
  return t().matrix.builtIn[column.kind];
}
