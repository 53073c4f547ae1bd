// Which sheet lies over the desk. One at a time, so that Escape always means the same.

export type Sheet =
  | { kind: "none" }
  | { kind: "palette" }
  | { kind: "help" }
  | { kind: "settings" }
  | { kind: "import" }
  | { kind: "export" }
  /** `back`: the export comes back afterwards. */
  | { kind: "edit"; paper: number; back?: boolean }
  | { kind: "reason" }
  | { kind: "tag" }
  | { kind: "collection"; papers?: readonly number[] }
  | { kind: "save-search"; id: number | null }
  | { kind: "settle" }
  | { kind: "fields" }
  | { kind: "matrix-columns" }
  | { kind: "matrix-export" };

class Sheets {
  open = $state.raw<Sheet>({ kind: "none" });

  show(sheet: Sheet): void {
    this.open = sheet;
  }

  close(): void {
    const goesBack = this.open.kind === "edit" && this.open.back === true;
    this.open = { kind: goesBack ? "export" : "none" };
  }

  get any(): boolean {
    return this.open.kind !== "none";
  }
}

export const sheets = new Sheets();
