// Which sheet lies over the desk. One at a time, so that Escape always means the same.

export type Sheet =
  | { kind: "none" }
  | { kind: "palette" }
  | { kind: "help" }
  | { kind: "settings" }
  | { kind: "import" }
  | { kind: "export" }
  | { kind: "edit"; paper: number }
  | { kind: "reason" }
  | { kind: "tag" }
  | { kind: "collection"; papers?: readonly number[] }
  | { kind: "save-search"; id: number | null }
  | { kind: "settle" };

class Sheets {
  open = $state.raw<Sheet>({ kind: "none" });

  show(sheet: Sheet): void {
    this.open = sheet;
  }

  close(): void {
    this.open = { kind: "none" };
  }

  get any(): boolean {
    return this.open.kind !== "none";
  }
}

export const sheets = new Sheets();
