// What can be done to cite papers elsewhere; part of the table of actions.

import { t } from "../i18n/index.svelte";
import { copyCited, FORMS, type Form } from "../stores/citing";
import { desk } from "../stores/desk.svelte";
import { progress } from "../stores/progress.svelte";
import type { Action } from "./table";

const KEYS: Record<Form, readonly string[]> = {
  reference: ["y r", "$mod+c"],
  citation: ["y c"],
  key: ["y k"],
  bibtex: ["y b"],
};

const anyPaper = () => desk.place === "papers" && desk.targets.length > 0;

/** Selected words are what the reader wants to copy, not the paper. */
const noWords = () => getSelection()?.isCollapsed ?? true;

export const CITE_ACTIONS: readonly Action[] = FORMS.map((form) => ({
  id: `copy-${form}`,
  group: "cite",
  label: () => t().cite.action[form],
  keys: KEYS[form],
  when: () => anyPaper() && noWords(),
  run: () => copyCited(form),
}));

export const NEXT_WITHOUT_NOTE: Action = {
  id: "next-without-note",
  group: "annotate",
  label: () => t().progress.next,
  keys: ["Shift+n"],
  when: () => desk.place === "papers",
  run: () => progress.next(),
};
