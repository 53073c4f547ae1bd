// The choices of an export and the live preview of what they give.

import {
  asFailure,
  call,
  saveAs,
  type AnnotationPart,
  type ExportChoices,
  type ExportPreview,
  type ExportReport,
  type Failure,
  type StyleSummary,
} from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";
import { sheets } from "./sheets.svelte";

export const PREVIEWED = 40;
export const PARTS: readonly AnnotationPart[] = ["note", "highlights", "abstract", "tags"];

/** File name endings by format; the formats in the order they are offered. */
export const EXTENSIONS = {
  docx: "docx",
  html: "html",
  markdown: "md",
  text: "txt",
  bibtex: "bib",
  biblatex: "bib",
  ris: "ris",
  "csl-json": "json",
  csv: "csv",
  hayagriva: "yml",
} as const;

export type Format = keyof typeof EXTENSIONS;
export const FORMATS = Object.keys(EXTENSIONS) as Format[];

/** Formats that are references for other programs, without style, groups or title. */
export const isReferenceFormat = (format: string) =>
  ["bibtex", "biblatex", "ris", "csl-json", "csv", "hayagriva"].includes(format);

class Exporting {
  choices = $state.raw<ExportChoices>({
    format: "docx",
    style: "apa",
    papers: { kind: "included" },
    annotation: ["note", "highlights"],
    group_by: null,
    sort: "style",
    title: null,
  });
  styles = $state.raw<readonly StyleSummary[]>([]);
  preview = $state.raw<ExportPreview | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  saving = $state(false);
  report = $state.raw<ExportReport | null>(null);
  #asked = 0;

  async open(): Promise<void> {
    this.report = null;
    sheets.show({ kind: "export" });
    void this.look();
    if (this.styles.length > 0) return;
    try {
      this.styles = await call("export.styles", {});
    } catch (thrown) {
      announcer.fail(t().outcomes.failed, thrown);
    }
  }

  choose(part: Partial<ExportChoices>): void {
    this.choices = { ...this.choices, ...part };
    this.report = null;
    void this.look();
  }

  /** Prints a part or not, keeping the order of the others. */
  togglePart(part: AnnotationPart): void {
    const { annotation } = this.choices;
    const without = annotation.filter((other) => other !== part);
    this.choose({ annotation: without.length < annotation.length ? without : [...without, part] });
  }

  movePart(part: AnnotationPart, by: -1 | 1): void {
    const annotation = [...this.choices.annotation];
    const from = annotation.indexOf(part);
    const to = from + by;
    if (from < 0 || to < 0 || to >= annotation.length) return;
    annotation.splice(from, 1);
    annotation.splice(to, 0, part);
    this.choose({ annotation });
  }

  async look(): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const preview = await call("export.preview", { choices: this.choices, limit: PREVIEWED });
      if (asked !== this.#asked) return;
      this.preview = preview;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
    if (asked === this.#asked) this.loading = false;
  }

  async save(askInPage: (suggested: string) => Promise<string | null>): Promise<void> {
    const { choices } = this;
    const extension = EXTENSIONS[choices.format as Format];
    this.saving = true;
    try {
      const suggested = `${t().export.fileName}.${extension}`;
      const path = await saveAs(suggested, extension, askInPage);
      if (path === null) return;
      this.report = await call("export.run", { choices, path });
      announcer.say(t().export.saved(this.report.entries, this.report.path));
    } catch (thrown) {
      announcer.fail(t().export.failed, thrown);
    } finally {
      this.saving = false;
    }
  }
}

export const exporting = new Exporting();
