// Deutsch des Schreibens nach dem Gerüst und des Zitierens anderswo.

import { counting } from "./counting";
import type { annotate as english } from "./annotate.en";

const { number, plural } = counting("de");
const papers = (n: number) => `${number(n)} ${plural(n, { one: "Arbeit", other: "Arbeiten" })}`;
const words = (n: number) => `${number(n)} ${plural(n, { one: "Wort", other: "Wörter" })}`;

export const annotate: typeof english = {
  scaffold: {
    toggle: "Gerüst",
    hint: "Zusammenfassen, bewerten, einordnen, jedes an seinem Platz",
    parts: { summary: "Zusammenfassung", assessment: "Bewertung", reflection: "Reflexion" },
    prompts: {
      summary: "Was fragt sie, wie geht sie vor, was findet sie?",
      assessment: "Wie belastbar ist sie? Wer schreibt, auf welcher Grundlage, gegen wen?",
      reflection: "Wozu taugt sie in Ihrer Arbeit? Wohin gehört sie?",
    },
    sentences: "Was der Abstract sagt",
    noSentences: "Es gibt keinen Abstract, neben dem sich schreiben ließe.",
    copiedSentence: "steht wörtlich auch in Ihrer Notiz",
    other: "Diese Notiz hat mehr Text als diese drei Teile; er bleibt, wie er ist.",
    showOther: "Alles zeigen",
    partWords: (name, n) => `${name}: ${words(n)}`,
  },

  check: {
    meter: "Länge der Notiz",
    within: (n) => `${words(n)}, wie verlangt`,
    under: (n, least) => `${words(n)}, mindestens ${number(least)} verlangt`,
    over: (n, most) => `${words(n)}, höchstens ${number(most)} verlangt`,
    copied: (n) =>
      `${number(n)} ${plural(n, { one: "Satz steht", other: "Sätze stehen" })} wörtlich im Abstract`,
    copiedHint: "Sagen Sie es mit eigenen Worten, oder zitieren Sie es mit >.",
    failed: "Die Notiz ließ sich nicht prüfen",
  },

  progress: {
    of: (done, all, view) => `${view}: ${number(done)} von ${number(all)} mit Notiz`,
    all: (view) => `${view}: alles hat eine Notiz`,
    next: "Nächste ohne Notiz",
    none: "Hier hat jede Arbeit eine Notiz",
    failed: "Der Fortschritt ließ sich nicht zählen",
  },

  cite: {
    copy: "Kopieren",
    forms: {
      reference: "Verweis",
      citation: "Zitat",
      key: "Zitierschlüssel",
      bibtex: "BibTeX",
    },
    action: {
      reference: "Den Verweis kopieren",
      citation: "Das Kurzzitat kopieren",
      key: "Den Zitierschlüssel kopieren",
      bibtex: "Als BibTeX kopieren",
    },
    copied: {
      reference: (n) => `Verweis von ${papers(n)} kopiert`,
      citation: (n) => `Kurzzitat von ${papers(n)} kopiert`,
      key: (n) => `Zitierschlüssel von ${papers(n)} kopiert`,
      bibtex: (n) => `${papers(n)} als BibTeX kopiert`,
    },
    copyAll: "Die Verweise kopieren",
    failed: "Es ließ sich nicht kopieren",
    noClipboard: "Die Zwischenablage des Systems nimmt es nicht an. Es ging nichts verloren.",
    dragged: papers,
    style: "Stil kopierter Verweise",
    styleHint: "Für kopierte und hinausgezogene Verweise; ein Export hat seinen eigenen.",
    settings: "Anderswo zitieren",
    pattern: "Muster der Zitierschlüssel",
    patternHint:
      "Für Arbeiten, die von nun an hinzukommen; ein Schlüssel ändert sich nie von selbst.",
    copyKey: (key) => `Den Zitierschlüssel ${key} kopieren`,
    editKey: "Den Zitierschlüssel ändern",
    keyLabel: "Zitierschlüssel",
    keyFailed: "Der Schlüssel ließ sich nicht ändern",
    keyEmpty: "Ein Schlüssel braucht mindestens einen Buchstaben oder eine Ziffer.",
    keyKept: "Ein Schlüssel ändert sich nie von selbst.",
  },
};
