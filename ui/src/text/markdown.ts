// A note as it will look: Markdown to cleaned nodes, formulas in it rendered.

import DOMPurify from "dompurify";
import { marked } from "marked";

import { renderMath } from "../math/render";
import { segments } from "../math/segment";

const LONGEST = 200_000;

const ALLOWED_TAGS = [
  "a",
  "blockquote",
  "br",
  "code",
  "del",
  "em",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "hr",
  "li",
  "ol",
  "p",
  "pre",
  "strong",
  "table",
  "tbody",
  "td",
  "th",
  "thead",
  "tr",
  "ul",
];

export function markdown(source: string): DocumentFragment {
  const html = marked.parse(source.slice(0, LONGEST), { async: false, gfm: true });
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS,
    ALLOWED_ATTR: ["href", "start"],
    ALLOWED_URI_REGEXP: /^https?:/i,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const node of textNodes(fragment)) {
    if (!node.parentElement?.closest("code, pre")) node.replaceWith(withFormulas(node.data));
  }
  return fragment;
}

function textNodes(fragment: DocumentFragment): Text[] {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}

function withFormulas(text: string): DocumentFragment {
  const parts = segments(text).map((segment) => {
    const source = text.slice(segment.start, segment.end);
    return segment.kind === "math" ? (renderMath(segment.tex, segment.display) ?? source) : source;
  });
  const fragment = document.createDocumentFragment();
  fragment.append(...parts);
  return fragment;
}
