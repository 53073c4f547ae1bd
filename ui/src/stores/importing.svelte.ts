// One import on its way: previewed, corrected, run or cancelled.

import {
  asFailure,
  call,
  type Failure,
  type FilePreview,
  type Material,
  type Preview,
  type PreviewRow,
  type PreviewStatus,
} from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";
import { desk } from "./desk.svelte";
import { sheets } from "./sheets.svelte";
import { undo } from "./triage";
import { pagesOf } from "./windowing";

export interface Correction {
  title: string | null;
  abstract: string | null;
}

const PAGE = 100;

class Importing {
  /** `reading` until the preview has come; `running` while it is imported. */
  state = $state<"idle" | "reading" | "ready" | "running">("idle");
  preview = $state.raw<Preview | null>(null);
  failure = $state.raw<Failure | null>(null);
  file = $state(0);
  leftOut = $state.raw<ReadonlyMap<string, PreviewStatus>>(new Map());
  corrections = $state.raw<ReadonlyMap<string, Correction>>(new Map());
  version = $state(0);

  #rows: (PreviewRow | undefined)[][] = [];
  #asked = 0;
  #pagesAsked = new Set<string>();

  /** Reads material and opens the sheet with what was recognised. */
  async read(material: Material): Promise<void> {
    const request =
      "paths" in material
        ? { paths: material.paths, text: null, format: null }
        : { paths: [], text: material.text, format: null };
    await this.#open(() => call("import.preview", request));
  }

  async readSample(): Promise<void> {
    await this.#open(() => call("import.sample", {}));
  }

  get current(): FilePreview | null {
    return this.preview?.files[this.file] ?? null;
  }

  row(index: number): PreviewRow | undefined {
    return this.version >= 0 ? this.#rows[this.file]?.[index] : undefined;
  }

  /** How many recognised papers are not left out. */
  get kept(): number {
    return (this.preview?.recognised ?? 0) - this.leftOut.size;
  }

  /** How many of those are not in the library already. */
  get taking(): number {
    const wanted = [...this.leftOut.values()].filter((status) => status !== "present").length;
    return (this.preview?.recognised ?? 0) - (this.preview?.present ?? 0) - wanted;
  }

  want(from: number, to: number): void {
    const { preview, file } = this;
    const known = this.#rows[file];
    if (!preview || !known) return;
    for (const page of pagesOf(from, Math.min(to, known.length), PAGE)) {
      const offset = page * PAGE;
      const limit = Math.min(PAGE, known.length - offset);
      const missing = Array.from({ length: limit }).some((_, step) => !known[offset + step]);
      if (missing) void this.#load(preview.id, file, offset, limit);
    }
  }

  isLeftOut(row: PreviewRow): boolean {
    return this.leftOut.has(this.#key(row));
  }

  leaveOut(row: PreviewRow, out: boolean): void {
    const leftOut = new Map(this.leftOut);
    if (out) leftOut.set(this.#key(row), row.status);
    else leftOut.delete(this.#key(row));
    this.leftOut = leftOut;
  }

  correctionOf(row: PreviewRow): Correction {
    return this.corrections.get(this.#key(row)) ?? { title: null, abstract: null };
  }

  correct(row: PreviewRow, part: Partial<Correction>): void {
    const correction = { ...this.correctionOf(row), ...part };
    if (correction.title === row.title) correction.title = null;
    const corrections = new Map(this.corrections);
    if (correction.title === null && correction.abstract === null) {
      corrections.delete(this.#key(row));
    } else {
      corrections.set(this.#key(row), correction);
    }
    this.corrections = corrections;
  }

  async run(): Promise<void> {
    const { preview } = this;
    if (!preview || this.state !== "ready") return;
    this.state = "running";
    this.failure = null;
    try {
      const report = await call("import.run", {
        preview: preview.id,
        leave_out: [...this.leftOut.keys()].map(refOf),
        corrections: [...this.corrections].map(([key, part]) => ({ ...refOf(key), ...part })),
        embed: true,
      });
      this.#finish();
      const sum = (of: "added" | "merged" | "unchanged") =>
        report.imports.reduce((total, file) => total + file[of], 0);
      const { seq } = report;
      if (seq === null) {
        announcer.toast(t().import.unchanged);
        return;
      }
      const watched = report.watched.map(({ name, papers }) => t().saved.imported(name, papers));
      announcer.toast(
        t().import.done(sum("added"), sum("merged"), sum("unchanged")),
        watched.join(" · "),
        [{ label: t().undo, run: () => void undo(seq) }],
      );
      await desk.show({ kind: "inbox" });
    } catch (thrown) {
      this.failure = asFailure(thrown);
      this.state = "ready";
    }
  }

  cancel(): void {
    const { preview } = this;
    if (this.state === "running") return;
    this.#finish();
    if (!preview) return;
    call("import.cancel", { preview: preview.id }).catch((thrown: unknown) =>
      announcer.fail(t().outcomes.failed, thrown),
    );
  }

  #finish(): void {
    this.#asked += 1;
    this.state = "idle";
    this.preview = null;
    sheets.close();
  }

  async #open(read: () => Promise<Preview>): Promise<void> {
    if (this.state === "running") return;
    if (this.preview) this.cancel();
    const asked = ++this.#asked;
    this.state = "reading";
    this.preview = null;
    this.failure = null;
    this.file = 0;
    this.leftOut = new Map();
    this.corrections = new Map();
    this.#pagesAsked.clear();
    sheets.show({ kind: "import" });
    try {
      const preview = await read();
      if (asked !== this.#asked) {
        await call("import.cancel", { preview: preview.id });
        return;
      }
      this.#rows = preview.files.map((file) =>
        Array.from({ length: file.recognised }, (_, index) => file.rows[index]),
      );
      this.preview = preview;
      this.file = Math.max(
        0,
        preview.files.findIndex((file) => file.recognised > 0),
      );
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
    if (asked === this.#asked) this.state = "ready";
  }

  async #load(preview: number, file: number, offset: number, limit: number): Promise<void> {
    const key = `${file}:${offset}`;
    if (this.#pagesAsked.has(key)) return;
    this.#pagesAsked.add(key);
    try {
      const answer = await call("import.rows", { preview, file, offset, limit });
      const rows = this.#rows[file];
      if (this.preview?.id !== preview || !rows) return;
      answer.rows.forEach((row, step) => {
        rows[offset + step] = row;
      });
      this.version += 1;
    } catch (thrown) {
      this.#pagesAsked.delete(key);
      if (this.preview?.id === preview) this.failure = asFailure(thrown);
    }
  }

  #key(row: PreviewRow): string {
    return `${this.current?.index ?? 0}:${row.position}`;
  }
}

/** A new paper that names a known one is another version of it. */
export function nameOfStatus({ status, existing }: PreviewRow): string {
  const version = status === "new" && existing !== null;
  return version ? t().import.versionKnown : t().import.status[status];
}

function refOf(key: string): { file: number; position: number } {
  const [file = 0, position = 0] = key.split(":").map(Number);
  return { file, position };
}

export const importing = new Importing();
