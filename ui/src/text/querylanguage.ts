// The search language as the window explains it: examples that can be put into the search box.

import type { Dictionary } from "../i18n/index.svelte";

type Meaning = Exclude<keyof Dictionary["query"], "groups">;

export interface Example {
  /** What is put into the box; `|` is where the cursor then stands, at the end without one. */
  insert: string;
  /** What is shown, when that is longer than what is put in. */
  shown?: string;
  meaning: Meaning;
}

export const LANGUAGE: readonly {
  group: keyof Dictionary["query"]["groups"];
  examples: readonly Example[];
}[] = [
  {
    group: "words",
    examples: [
      { insert: "attention |", shown: "attention memory", meaning: "all" },
      { insert: '"|"', shown: '"state space"', meaning: "phrase" },
      { insert: '"|"~3', shown: '"graph neural"~3', meaning: "proximity" },
      { insert: "|*", shown: "multi*  wom?n", meaning: "wildcard" },
      { insert: "OR |", shown: "speech OR audio", meaning: "either" },
      { insert: "NOT |", shown: "NOT survey  -survey", meaning: "without" },
      { insert: "(| OR )", shown: "(rl OR bandits) safe", meaning: "group" },
    ],
  },
  {
    group: "fields",
    examples: [
      { insert: "title:", meaning: "title" },
      { insert: "abstract:", meaning: "abstract" },
      { insert: "author:", meaning: "author" },
      { insert: "venue:", meaning: "venue" },
      { insert: "tag:", meaning: "tag" },
      { insert: "note:", meaning: "yourNote" },
      { insert: "doi:", meaning: "doi" },
      { insert: "arxiv:", meaning: "arxiv" },
      { insert: "lang:", shown: "lang:de", meaning: "language" },
      { insert: 'in:"|"', shown: 'in:"Thesis"', meaning: "collection" },
      { insert: 'digest:"|"', shown: 'digest:"Tuesday"  digest:2', meaning: "digest" },
      { insert: "like:", shown: "like:KEY", meaning: "like" },
    ],
  },
  {
    group: "state",
    examples: [
      { insert: "is:inbox ", shown: "is:inbox|included|maybe|excluded", meaning: "inbox" },
      { insert: "is:starred ", meaning: "starred" },
      { insert: "has:note ", meaning: "note" },
      {
        insert: "has:highlight ",
        shown: "has:highlight|tag|abstract|doi|year",
        meaning: "highlight",
      },
      { insert: "has:duplicate ", meaning: "duplicate" },
      { insert: "-has:author ", meaning: "noAuthor" },
    ],
  },
  {
    group: "dates",
    examples: [
      { insert: "year:2020..2024 ", meaning: "year" },
      { insert: "year:>=2020 ", meaning: "since" },
      { insert: "added:7d ", meaning: "added" },
    ],
  },
  {
    group: "order",
    examples: [
      { insert: "sort:date ", meaning: "newest" },
      { insert: "sort:-date ", meaning: "oldest" },
      { insert: "sort:title ", meaning: "byTitle" },
      { insert: "sort:stars ", meaning: "byStars" },
    ],
  },
];

export interface Edited {
  text: string;
  caret: number;
}

/** Puts `insert` into `query` in place of what is between `start` and `end`, apart by spaces. */
export function inserted(query: string, insert: string, start: number, end = start): Edited {
  const before = query.slice(0, start);
  const rest = query.slice(end);
  const mark = insert.indexOf("|");
  const text = mark < 0 ? insert : insert.slice(0, mark) + insert.slice(mark + 1);
  const lead = before === "" || /[\s(]$/.test(before) ? "" : " ";
  const tail = rest === "" || /^[\s)]/.test(rest) || /\s$/.test(text) ? "" : " ";
  return {
    text: before + lead + text + tail + rest,
    caret: before.length + lead.length + (mark < 0 ? text.length : mark),
  };
}
