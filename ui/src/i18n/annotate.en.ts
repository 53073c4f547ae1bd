// English of writing notes by the scaffold, and of citing papers elsewhere.

import { counting } from "./counting";

const { number, plural } = counting("en");
const papers = (n: number) => `${number(n)} ${plural(n, { one: "paper", other: "papers" })}`;
const words = (n: number) => `${number(n)} ${plural(n, { one: "word", other: "words" })}`;

export const annotate = {
  scaffold: {
    toggle: "Scaffold",
    hint: "Summarise, assess and reflect, each in its own place",
    parts: { summary: "Summary", assessment: "Assessment", reflection: "Reflection" },
    prompts: {
      summary: "What does it ask, how does it go about it, what does it find?",
      assessment: "How sound is it? Who wrote it, on what evidence, against whom?",
      reflection: "What is it good for in your own work? Where does it fit?",
    },
    sentences: "What the abstract says",
    noSentences: "There is no abstract to write beside.",
    copiedSentence: "also in your note, word for word",
    other: "This note has more text than these three parts; it stays as it is.",
    showOther: "Show all of it",
    partWords: (name: string, n: number) => `${name}: ${words(n)}`,
  },

  check: {
    meter: "Length of the note",
    within: (n: number) => `${words(n)}, as asked`,
    under: (n: number, least: number) => `${words(n)}, at least ${number(least)} asked`,
    over: (n: number, most: number) => `${words(n)}, at most ${number(most)} asked`,
    copied: (n: number) =>
      `${number(n)} ${plural(n, { one: "sentence stands", other: "sentences stand" })} in the abstract word for word`,
    copiedHint: "Say it in your own words, or quote it with >.",
    failed: "The note could not be checked",
  },

  progress: {
    of: (done: number, all: number, view: string) =>
      `${view}: ${number(done)} of ${number(all)} annotated`,
    all: (view: string) => `${view}: everything is annotated`,
    next: "Next without a note",
    none: "Every paper here has a note",
    failed: "The progress could not be counted",
  },

  cite: {
    copy: "Copy",
    forms: {
      reference: "reference",
      citation: "citation",
      key: "citation key",
      bibtex: "BibTeX",
    },
    action: {
      reference: "Copy the reference",
      citation: "Copy the citation",
      key: "Copy the citation key",
      bibtex: "Copy as BibTeX",
    },
    copied: {
      reference: (n: number) => `Copied the reference of ${papers(n)}`,
      citation: (n: number) => `Copied the citation of ${papers(n)}`,
      key: (n: number) => `Copied the citation key of ${papers(n)}`,
      bibtex: (n: number) => `Copied ${papers(n)} as BibTeX`,
    },
    copyAll: "Copy the references",
    failed: "It could not be copied",
    noClipboard: "The system’s clipboard does not take it. Nothing was lost.",
    dragged: papers,
    style: "Style of copied references",
    styleHint: "For references copied or dragged out; an export has its own.",
    settings: "Citing elsewhere",
    pattern: "Pattern of citation keys",
    patternHint: "For papers that come in from now on; a key never changes by itself.",
    copyKey: (key: string) => `Copy the citation key ${key}`,
    editKey: "Change the citation key",
    keyLabel: "Citation key",
    keyFailed: "The key could not be changed",
    keyEmpty: "A key needs at least one letter or digit.",
    keyKept: "A key never changes by itself.",
  },
};
