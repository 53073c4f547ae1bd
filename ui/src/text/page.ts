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

/** Shows `html` in `root`. */
export function showPage(root: ShadowRoot, html: string, viewer: Viewer | null): void {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const before = entriesOf(root);
  const place = viewer ? placeOf(before, viewer) : null;
  const known = new Map<string, Element[]>();
  for (const entry of before) {
    const source = sources.get(entry) ?? "";
    known.set(source, [...(known.get(source) ?? []), entry]);
  }

  // Entries that are on the page already are emptied here, so that only new ones are cleaned.
  const entries = entriesOf(parsed).map((entry, at) => {
    const source = entry.outerHTML;
    const same = known.get(source)?.shift() ?? null;
    entry.setAttribute(PLACE, String(at));
    if (same) entry.replaceChildren();
    return { source, same };
  });
  const fragment = DOMPurify.sanitize(parsed.body, { ...RULES, RETURN_DOM_FRAGMENT: true });
  for (const main of fragment.querySelectorAll("main")) main.replaceWith(asPart(main));
  for (const entry of entriesOf(fragment)) {
    const was = entries[Number(entry.getAttribute(PLACE))];
    entry.removeAttribute(PLACE);
    if (!was) continue;
    if (was.same) entry.replaceWith(was.same);
    else sources.set(entry, was.source);
  }
  root.replaceChildren(fragment);
  if (viewer && place) keepPlace(root, viewer, place);
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
