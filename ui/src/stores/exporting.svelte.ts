// The choices of an export: the last ones remembered, presets taken from and kept, the file written.

import {
  asFailure,
  call,
  onStale,
  saveAs,
  shows,
  type AnnotationPart,
  type ExportChoices,
  type ExportPapers,
  type ExportPreset,
  type ExportReport,
  type StyleFile,
  type StyleSummary,
} from "../api";
import { t } from "../i18n/index.svelte";
import { moved } from "../text/order";
import { announcer } from "./announce.svelte";
import { desk } from "./desk.svelte";
import { extensionOf } from "./formats";
import { overview } from "./overview.svelte";
import { presets } from "./presets.svelte";
import { preview } from "./preview.svelte";
import { settings } from "./settings.svelte";
import { sheets } from "./sheets.svelte";
import { styles } from "./styles.svelte";

export const PARTS: readonly AnnotationPart[] = ["note", "highlights", "abstract", "tags"];

/** The bounds that hold where the reader has set none. */
export const LEAST_WORDS = 50;
export const MOST_WORDS = 300;

/** Under which name the window remembers the last choices. */
const REMEMBERED = "export";

const FRESH: ExportChoices = {
  format: "docx",
  style: "apa",
  language: null,
  papers: { kind: "included" },
  annotation: ["note", "highlights"],
  group_by: null,
  sort: "style",
  order: [],
  title: null,
  contents: false,
  introductions: {},
  note_headings: true,
  least_words: null,
  most_words: null,
  with_bib: false,
};

export type ExportTab = "choices" | "order" | "checks";

class Exporting {
  choices = $state.raw<ExportChoices>(FRESH);
  /** The preset that the choices began with. */
  preset = $state<number | null>(null);
  tab = $state<ExportTab>("choices");
  saving = $state(false);
  report = $state.raw<ExportReport | null>(null);
  /** How far the page was scrolled when the sheet was last left. */
  scrolled = 0;
  /** Whether the reader went from the export to a paper and may come back. */
  left = $state(false);
  #recalled = false;

  open(): void {
    this.#recall();
    this.report = null;
    const papers = this.left ? null : papersOnDesk();
    if (papers) this.choices = { ...this.choices, papers };
    this.left = false;
    sheets.show({ kind: "export" });
  }

  /** Reads what the sheet shows, when it comes on screen. */
  load(): void {
    void preview.show(this.choices);
    void styles.open();
    void presets.load();
  }

  close(): void {
    sheets.close();
    this.#remember();
  }

  /** Leaves for a paper; the choices are kept for the way back. */
  leaveFor(paper: number): void {
    this.close();
    this.left = true;
    desk.open(paper);
  }

  /** Completes a paper's details, and comes back. */
  complete(paper: number): void {
    sheets.show({ kind: "edit", paper, back: true });
  }

  choose(part: Partial<ExportChoices>): void {
    this.choices = { ...this.choices, ...part };
    this.report = null;
    void preview.show(this.choices);
  }

  /** Takes a preset's choices; papers that are no longer there become the included ones. */
  take(preset: ExportPreset): void {
    this.preset = preset.id;
    const papers = known(preset.choices.papers) ? preset.choices.papers : FRESH.papers;
    if (papers !== preset.choices.papers) announcer.toast(t().presets.missing);
    this.choose({ ...FRESH, ...preset.choices, papers });
  }

  async keep(name: string): Promise<void> {
    const id = await presets.save(name, this.choices);
    if (id !== null) this.preset = id;
  }

  /** Adds a style; in the open sheet it is chosen at once. */
  async addStyle(file: StyleFile): Promise<void> {
    const style = await styles.add(file);
    if (style && sheets.open.kind === "export") this.choose({ style: style.id });
  }

  async removeStyle(style: StyleSummary): Promise<void> {
    if ((await styles.remove(style)) && this.choices.style === style.id) {
      this.choose({ style: FRESH.style });
    }
  }

  /** Prints a part or not, keeping the order of the others. */
  togglePart(part: AnnotationPart): void {
    const { annotation } = this.choices;
    const without = annotation.filter((other) => other !== part);
    this.choose({ annotation: without.length < annotation.length ? without : [...without, part] });
  }

  movePart(part: AnnotationPart, by: -1 | 1): void {
    const { annotation } = this.choices;
    const from = annotation.indexOf(part);
    if (from < 0) return;
    const annotated = moved(annotation, from, from + by);
    if (annotated) this.choose({ annotation: annotated });
  }

  /** Puts the entry printed at one place to another; from then on the order is the reader's. */
  moveEntry(from: number, to: number): boolean {
    const printed = preview.page?.order ?? [];
    const entry = printed[from];
    if (!entry || printed[to]?.group !== entry.group) return false;
    const order = moved(printed, from, to);
    if (!order) return false;
    // The list shows the new order at once; the page follows.
    if (preview.page) preview.page = { ...preview.page, order };
    this.choose({ sort: "manual", order: [...new Set(order.map(({ id }) => id))] });
    announcer.say(t().export.moved(entry.title, to + 1, printed.length));
    return true;
  }

  introduce(heading: string, text: string): void {
    const others = Object.entries(this.choices.introductions).filter(([of]) => of !== heading);
    const own = text.trim() === "" ? [] : [[heading, text] as const];
    const introductions = Object.fromEntries([...others, ...own]);
    this.choose({ introductions });
  }

  async save(askInPage: (suggested: string) => Promise<string | null>): Promise<void> {
    const { choices } = this;
    const extension = extensionOf(choices.format);
    this.saving = true;
    try {
      const suggested = `${t().export.fileName}.${extension}`;
      const path = await saveAs(suggested, extension, askInPage);
      if (path === null) return;
      this.report = await call("export.run", { choices, path });
      this.#remember();
      announcer.say(t().export.saved(this.report.entries, this.report.path));
    } catch (thrown) {
      if (asFailure(thrown).code === "cancelled") announcer.toast(t().export.cancelled);
      else announcer.fail(t().export.failed, thrown);
    } finally {
      this.saving = false;
    }
  }

  #recall(): void {
    if (this.#recalled) return;
    this.#recalled = true;
    const last = settings.now.window[REMEMBERED];
    if (typeof last !== "object" || last === null) return;
    const choices = { ...FRESH, ...(last as Partial<ExportChoices>) };
    this.choices = known(choices.papers) ? choices : { ...choices, papers: FRESH.papers };
  }

  #remember(): void {
    // Which papers were selected is of no use the next time.
    const { papers, ...others } = this.choices;
    const last = { ...others, papers: papers.kind === "selection" ? FRESH.papers : papers };
    if (JSON.stringify(settings.now.window[REMEMBERED]) === JSON.stringify(last)) return;
    void settings.change({ window: { ...settings.now.window, [REMEMBERED]: last } });
  }
}

/** The papers that the desk shows, where they are a set of their own. */
function papersOnDesk(): ExportPapers | null {
  if (desk.place === "papers" && desk.chosen.size > 1) {
    return { kind: "selection", ids: [...desk.chosen] };
  }
  const { view } = desk;
  return view.kind === "collection" || view.kind === "saved" ? view : null;
}

/** Whether these papers can still be found. */
function known(papers: ExportPapers): boolean {
  const now = overview.now;
  if (papers.kind === "collection") {
    return now?.collections.some(({ id }) => id === papers.id) ?? false;
  }
  if (papers.kind === "saved") return now?.saved.some(({ id }) => id === papers.id) ?? false;
  return true;
}

export const exporting = new Exporting();

/** While the sheet is open, what changes in the library changes the page. */
export function followExport(): () => void {
  return onStale(shows("export.preview"), () => {
    if (sheets.open.kind === "export") void preview.look();
  });
}
