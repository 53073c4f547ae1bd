// What an export can be written as, and which choices each format knows.

/** File name endings by format; the formats in the order they are offered. */
export const EXTENSIONS = {
  docx: "docx",
  pdf: "pdf",
  html: "html",
  markdown: "md",
  latex: "tex",
  rtf: "rtf",
  odt: "odt",
  text: "txt",
  bibtex: "bib",
  biblatex: "bib",
  ris: "ris",
  "csl-json": "json",
  csv: "csv",
  hayagriva: "yml",
} as const;

export type Format = keyof typeof EXTENSIONS;

const REFERENCES: readonly Format[] = ["bibtex", "biblatex", "ris", "csl-json", "csv", "hayagriva"];

const ALL = Object.keys(EXTENSIONS) as Format[];

/** Formats that are read by people, and those that are read by other programs. */
export const DOCUMENTS = ALL.filter((format) => !REFERENCES.includes(format));
export const REFERENCE_FORMATS = REFERENCES;

export type Choice = "style" | "arrangement" | "with-bib";

/** Whether a choice changes what this format holds. */
export function knows(format: string, choice: Choice): boolean {
  const known = ALL.find((one) => one === format);
  if (known === undefined) return true;
  switch (choice) {
    case "with-bib":
      return known === "latex";
    default:
      return !REFERENCES.includes(known);
  }
}

export function extensionOf(format: string): string {
  return EXTENSIONS[format as Format] ?? format;
}
