// Papers cited elsewhere: copied to the clipboard, or dragged out of the window.

import { call, copy, type CiteForm, type PaperRow, type Rich } from "../api";
import { t } from "../i18n/index.svelte";
import { announcer, explain } from "./announce.svelte";
import { desk } from "./desk.svelte";

/** The forms that can be copied, in the order of the menu. */
export const FORMS = ["reference", "citation", "key", "bibtex"] as const;
export type Form = (typeof FORMS)[number];

/** The name other programs know BibTeX by. */
const BIBTEX = "application/x-bibtex";

const cite = (ids: readonly number[], form: CiteForm) =>
  call("cite", { ids: [...ids], style: null, language: null, form });

/** Copies some papers; called while a key press or a click is being handled. */
export async function copyCited(form: Form, ids: readonly number[] = inOrder()): Promise<void> {
  if (ids.length === 0) return;
  const formatted = form === "reference" || form === "citation";
  try {
    await copy(() => cite(ids, form), formatted);
    announcer.toast(t().cite.copied[form](ids.length));
  } catch (thrown) {
    announcer.fail(t().cite.failed, thrown);
  }
}

/** The papers an action is about, in the order of the list. */
export function inOrder(): number[] {
  const places = new Map(desk.targets.map((id) => [id, desk.list.indexOf(id)]));
  // Those that the list does not know come last, in the order they were chosen in.
  const place = (id: number) => {
    const known = places.get(id) ?? -1;
    return known < 0 ? Number.MAX_SAFE_INTEGER : known;
  };
  return [...desk.targets].sort((one, other) => place(one) - place(other));
}

/** What dragged papers carry, read when the pointer goes down: a drag cannot wait for an answer. */
class Carried {
  #ids = "";
  #reference: Rich | null = null;
  #bibtex: string | null = null;

  prepare(ids: readonly number[]): void {
    const wanted = ids.join();
    if (ids.length === 0) return;
    this.#ids = wanted;
    this.#reference = null;
    this.#bibtex = null;
    void Promise.all([cite(ids, "reference"), cite(ids, "bibtex")])
      .then(([reference, bibtex]) => {
        if (wanted !== this.#ids) return;
        this.#reference = reference;
        this.#bibtex = bibtex.text;
      })
      .catch((thrown: unknown) => {
        if (wanted === this.#ids) this.#ids = "";
        announcer.say(explain(thrown));
      });
  }

  /** Gives a drag its load; what has not come yet is made of what the list shows. */
  load(transfer: DataTransfer, rows: readonly PaperRow[]): void {
    transfer.effectAllowed = "copy";
    transfer.setData("text/plain", this.#reference?.text ?? rows.map(plainly).join("\n"));
    if (this.#reference?.html) transfer.setData("text/html", this.#reference.html);
    if (this.#bibtex !== null) transfer.setData(BIBTEX, this.#bibtex);
  }
}

export const carried = new Carried();

function plainly({ authors, title, year }: PaperRow): string {
  return [authors, year === null ? "" : `(${year})`, title].filter((part) => part !== "").join(" ");
}
