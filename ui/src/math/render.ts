// TeX to MathML nodes. The renderer's text is parsed in an inert template and cleaned before it is
// used; its styles go through the style object, because the window's policy refuses style
// attributes. What is not valid TeX gives null, and the caller shows the source.

import temml from "temml";

const LONGEST_FORMULA = 2_000;
const MOST_CACHED = 500;
const ALLOWED_STYLES = new Set([
  "border-bottom",
  "border-left",
  "border-right",
  "border-top",
  "font-style",
  "font-weight",
  "margin-left",
  "margin-right",
  "math-depth",
  "math-style",
  "padding",
  "padding-left",
  "padding-right",
  "text-align",
]);

const cache = new Map<string, DocumentFragment | null>();

/** A fresh MathML fragment for a formula, or null when it is not valid TeX. */
export function renderMath(tex: string, display: boolean): DocumentFragment | null {
  if (tex.length > LONGEST_FORMULA) return null;
  const key = (display ? "D" : "I") + tex;
  let fragment = cache.get(key);
  if (fragment === undefined) {
    fragment = build(tex, display);
    if (cache.size >= MOST_CACHED) {
      const oldest = cache.keys().next();
      if (!oldest.done) cache.delete(oldest.value);
    }
    cache.set(key, fragment);
  }
  return fragment ? (fragment.cloneNode(true) as DocumentFragment) : null;
}

function build(tex: string, display: boolean): DocumentFragment | null {
  let markup: string;
  try {
    markup = temml.renderToString(tex, {
      displayMode: display,
      annotate: false,
      throwOnError: true,
      trust: false,
      strict: false,
      wrap: display ? "none" : "tex",
      maxSize: [20, 20],
      maxExpand: 200,
    });
  } catch {
    return null;
  }
  const template = document.createElement("template");
  template.innerHTML = markup.replace(/ style=("[^"<>]*")/g, " data-style=$1");
  if (template.content.firstElementChild?.localName !== "math") return null;
  for (const element of template.content.querySelectorAll("*")) clean(element);
  return template.content;
}

function clean(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    if (name === "data-style") {
      element.removeAttribute(name);
      applyStyles(element, value);
    } else if (/^on|^href$|^xlink|^src$|^style$/i.test(name)) {
      element.removeAttribute(name);
    }
  }
}

function applyStyles(element: Element, declarations: string): void {
  const style = (element as MathMLElement).style as CSSStyleDeclaration | undefined;
  for (const declaration of declarations.split(";")) {
    const colon = declaration.indexOf(":");
    const property = declaration.slice(0, colon).trim();
    if (colon > 0 && ALLOWED_STYLES.has(property)) {
      style?.setProperty(property, declaration.slice(colon + 1).trim());
    }
  }
}
