// What can be done to find papers and what is near to them; part of the table of actions.

import { openLink, type Sort } from "../api";
import { t } from "../i18n/index.svelte";
import { announcer } from "../stores/announce.svelte";
import { desk } from "../stores/desk.svelte";
import { overview } from "../stores/overview.svelte";
import { paper } from "../stores/paper.svelte";
import { ranking } from "../stores/ranking.svelte";
import { relating } from "../stores/relating.svelte";
import { saved } from "../stores/saved.svelte";
import { settings } from "../stores/settings.svelte";
import { sheets } from "../stores/sheets.svelte";
import { topics } from "../stores/topics.svelte";
import { linksOf } from "../text/links";
import { ask } from "./requests";
import type { Action } from "./table";

const SORTS = [
  "relevance",
  "digest",
  "date",
  "title",
  "author",
  "stars",
  "added",
  "nearness",
  "ranking",
  "uncertain",
] as const;

const onPapers = () => desk.place === "papers";
const openPaper = () => onPapers() && desk.current !== null;

export const FIND_ACTIONS: readonly Action[] = [
  {
    id: "search",
    group: "find",
    label: () => t().actions.search,
    keys: ["/", "$mod+f"],
    run: () => ask("focus-search"),
    whileTyping: true,
  },
  {
    id: "search-help",
    group: "find",
    label: () => t().actions.searchHelp,
    keys: ["$mod+/"],
    run: () => ask("search-help"),
    whileTyping: true,
  },
  {
    id: "save-search",
    group: "find",
    label: () => t().actions.saveSearch,
    keys: ["$mod+s"],
    run: () => sheets.show({ kind: "save-search", id: null }),
    whileTyping: true,
  },
  {
    id: "topics",
    group: "find",
    label: () => t().actions.topics,
    keys: ["f"],
    when: onPapers,
    run: () => topics.toggle(),
  },
  {
    id: "related",
    group: "find",
    label: () => t().actions.related,
    keys: ["r"],
    when: openPaper,
    run: () => {
      if (desk.chosen.size > 1) return relating.open({ kind: "papers", of: [...desk.chosen] });
      ask("show-related");
    },
  },
  {
    id: "related-collection",
    group: "find",
    label: () => t().actions.relatedToCollection,
    keys: [],
    when: () => onPapers() && desk.view.kind === "collection",
    run: async () => {
      if (desk.view.kind === "collection") await relating.ofCollection(desk.view.id);
    },
  },
  {
    id: "open-link",
    group: "find",
    label: () => t().actions.openLink,
    keys: ["o"],
    when: openPaper,
    run: openFirstLink,
  },
  {
    id: "ranking",
    group: "find",
    label: () => t().actions.ranking,
    keys: [],
    run: () => ranking.turn(!settings.now.ranking),
  },
  ...SORTS.map((sort: Sort): Action => ({
    id: `sort-${sort}`,
    group: "find",
    label: () => t().actions.sortBy(t().list.sorts[sort]),
    keys: [],
    run: () => (sort === "nearness" ? desk.orderByNearness(null) : desk.order(sort)),
  })),
];

export const GO_SAVED: Action = {
  id: "go-saved",
  group: "go",
  label: () => t().actions.goSaved,
  keys: ["g v"],
  when: () => (overview.now?.saved.length ?? 0) > 0,
  run: async () => {
    const first = [...(overview.now?.saved ?? [])].sort((one, other) => other.new - one.new)[0];
    if (first) await saved.show(first.id);
  },
};

async function openFirstLink(): Promise<void> {
  const url = paper.detail ? linksOf(paper.detail)[0]?.url : undefined;
  if (url === undefined) {
    announcer.toast(t().outcomes.noLink);
    return;
  }
  try {
    await openLink(url);
  } catch (thrown) {
    announcer.fail(t().outcomes.failed, thrown);
  }
}
