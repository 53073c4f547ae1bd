// The markup of a page that the backend made, cleaned and put into a shadow root so that little
// moves: an entry whose markup has not changed stays the element it was, and what the reader has
// before their eyes stays where it is.

import DOMPurify from "dompurify";

const RULES = {
  FORBID_TAGS: ["style", "script", "img", "video", "audio", "iframe", "form", "input"],
  FORBID_ATTR: ["style", "srcset", "src"],
};

const ENTRY = ".entry";
const PLACE = "data-place";

/** Entries on either side of the one in sight that are shown at once. */
const AT_ONCE = 24;
/** Entries cleaned in one go afterwards. */
const SLICE = 16;

/** The markup each entry on a page was made from. */
const sources = new WeakMap<Element, string>();

/** What shows a part of a page. */
export interface Viewer {
  scroller: Element;
  /**
   * Pixels of the window for one that an element of the page measures itself in: 1, or the page's
   * zoom where the web view leaves that out of an element's measures.
   */
  scale: number;
}

/** What of a page is still to be cleaned. */
export interface Rest {
  /** Cleans and shows all of it now. */
  finish: () => void;
  /** Leaves it; called before the page is shown anew. */
  stop: () => void;
}

interface Waiting {
  shell: Element;
  markup: string;
}

/**
 * Shows `html` in `root`: what is before the reader's eyes at once, and what is far from it in
 * slices so short that nobody feels them.
 */
export function showPage(root: ShadowRoot, html: string, viewer: Viewer | null): Rest {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const before = entriesOf(root);
  const place = viewer ? placeOf(before, viewer) : null;
  const known = new Map<string, Element[]>();
  for (const entry of before) {
    const source = sources.get(entry) ?? "";
    known.set(source, [...(known.get(source) ?? []), entry]);
  }

  const wanted = entriesOf(parsed);
  const middle = Math.max(
    0,
    wanted.findIndex(({ id }) => id === place?.id),
  );
  // Entries that are on the page already, and those far from sight, are emptied before cleaning.
  const entries = wanted.map((entry, at) => {
    const markup = entry.outerHTML;
    const same = known.get(markup)?.shift() ?? null;
    const later = same === null && Math.abs(at - middle) > AT_ONCE;
    entry.setAttribute(PLACE, String(at));
    if (same || later) entry.replaceChildren();
    return { markup, same, later, far: Math.abs(at - middle) };
  });
  const waiting: (Waiting & { far: number })[] = [];
  const fragment = cleaned(parsed.body);
  for (const main of fragment.querySelectorAll("main")) main.replaceWith(asPart(main));
  for (const entry of entriesOf(fragment)) {
    const was = entries[Number(entry.getAttribute(PLACE))];
    entry.removeAttribute(PLACE);
    if (!was) continue;
    if (was.same) entry.replaceWith(was.same);
    else if (was.later) {
      entry.classList.add("waiting");
      waiting.push({ shell: entry, markup: was.markup, far: was.far });
    } else sources.set(entry, was.markup);
  }
  root.replaceChildren(fragment);
  if (viewer && place) keepPlace(root, viewer, place);
  return fill(
    root,
    waiting.sort((one, other) => one.far - other.far),
    viewer,
  );
}

/** Fills the shells of entries slice by slice, the nearest first. */
function fill(root: ShadowRoot, waiting: readonly Waiting[], viewer: Viewer | null): Rest {
  let done = 0;
  let next: ReturnType<typeof setTimeout> | undefined;
  const take = (entries: number) => {
    const slice = waiting.slice(done, done + entries);
    done += slice.length;
    const place = viewer ? placeOf(entriesOf(root), viewer) : null;
    const list = document.createElement("ul");
    list.append(cleaned(`<ul>${slice.map(({ markup }) => markup).join("")}</ul>`));
    const filled = entriesOf(list);
    slice.forEach(({ shell, markup }, at) => {
      const entry = filled[at];
      if (!entry) return;
      sources.set(entry, markup);
      if (shell.classList.contains("pointed")) entry.classList.add("pointed");
      shell.replaceWith(entry);
    });
    if (viewer && place) keepPlace(root, viewer, place);
  };
  const go = () => {
    if (done >= waiting.length) return;
    next = setTimeout(() => {
      take(SLICE);
      go();
    });
  };
  go();
  const stop = () => clearTimeout(next);
  return {
    stop,
    finish: () => {
      stop();
      if (done < waiting.length) take(waiting.length);
    },
  };
}

function cleaned(dirty: string | Node): DocumentFragment {
  return DOMPurify.sanitize(dirty, { ...RULES, RETURN_DOM_FRAGMENT: true });
}

/** The entries on a page, in their order. */
export function entriesOf(root: ParentNode): Element[] {
  return Array.from(root.querySelectorAll(ENTRY));
}

/** Brings the entry at this place, from 0, before the reader's eyes and marks it for a moment. */
export function showEntry(root: ParentNode, place: number): void {
  const entry = entriesOf(root)[place];
  if (!entry) return;
  for (const other of root.querySelectorAll(".pointed")) other.classList.remove("pointed");
  entry.classList.add("pointed");
  const show = () => entry.scrollIntoView({ block: "center" });
  show();
  // What came into sight was laid out only now, and may be higher than it was taken to be.
  requestAnimationFrame(show);
}

/** What is the main part of its own page is only a part of this one. */
function asPart(main: Element): HTMLElement {
  const part = document.createElement("div");
  part.className = main.className;
  const language = main.getAttribute("lang");
  if (language !== null) part.lang = language;
  part.append(...main.childNodes);
  return part;
}

interface Place {
  id: string;
  /** How far below the upper edge of the scroller the entry begins, in pixels. */
  offset: number;
}

/** The first entry in sight, unless the page is at its top, where it stays. */
function placeOf(entries: readonly Element[], viewer: Viewer): Place | null {
  if (viewer.scroller.scrollTop <= 0) return null;
  const edge = viewer.scroller.getBoundingClientRect().top;
  const entry = entries[countAbove(entries, viewer, edge)];
  if (!entry) return null;
  return { id: entry.id, offset: entry.getBoundingClientRect().top * viewer.scale - edge };
}

/** How many entries end above `edge`, in pixels of the window; they stand one below the other. */
export function countAbove(entries: readonly Element[], viewer: Viewer, edge: number): number {
  let from = 0;
  let to = entries.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const bottom = entries[middle]?.getBoundingClientRect().bottom ?? Infinity;
    if (bottom * viewer.scale <= edge) from = middle + 1;
    else to = middle;
  }
  return from;
}

function keepPlace(root: ShadowRoot, viewer: Viewer, { id, offset }: Place): void {
  const entry = id === "" ? null : root.getElementById(id);
  if (!entry) return;
  const edge = viewer.scroller.getBoundingClientRect().top;
  viewer.scroller.scrollTop += entry.getBoundingClientRect().top * viewer.scale - edge - offset;
}
