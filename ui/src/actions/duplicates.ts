// What can be done in the view of duplicates; part of the table of actions.

import { t } from "../i18n/index.svelte";
import { desk } from "../stores/desk.svelte";
import { duplicates, judge, showDuplicates, type Judgement } from "../stores/duplicates.svelte";
import { sheets } from "../stores/sheets.svelte";
import type { Action } from "./table";

/** The verdicts on the pair at the cursor, in the order of their buttons. */
export const JUDGEMENTS = ["left", "right", "apart", "versions"] as const;

const KEYS: Record<Judgement, string> = { left: "1", right: "2", apart: "a", versions: "l" };

const anyPair = () => desk.place === "duplicates" && duplicates.current !== undefined;

export const DUPLICATE_ACTIONS: readonly Action[] = [
  ...JUDGEMENTS.map((judgement): Action => ({
    id: `pair-${judgement}`,
    group: "duplicates",
    label: () => t().duplicates.actions[judgement],
    keys: [KEYS[judgement]],
    when: anyPair,
    run: () => judge(judgement),
  })),
  {
    id: "pair-alike",
    group: "duplicates",
    label: () => t().duplicates.settleAlike,
    keys: ["b"],
    when: anyPair,
    run: () => sheets.show({ kind: "settle" }),
  },
];

export const GO_DUPLICATES: Action = {
  id: "go-duplicates",
  group: "go",
  label: () => t().actions.goTo(t().views.duplicates),
  keys: ["g p"],
  run: () => showDuplicates(),
};
