// The clipboard, with text as formatted and as plain. Two ways, because not every web view has the
// first: the asynchronous clipboard, which takes a promise and so keeps the reader's key press as its
// permission while the backend answers; and the page's own `copy` event, which WebKit refuses when an
// answer had to be waited for.

import { Failure } from "./failure";

export interface Rich {
  text: string;
  /** Absent for what is plain by nature, such as a key or BibTeX. */
  html: string | null;
}

/**
 * Copies what `read` answers, `formatted` as well as plain. It has to be called while a key press
 * or click is being handled; `read` may take its time.
 */
export async function copy(read: () => Promise<Rich>, formatted: boolean): Promise<void> {
  const reading = read();
  if (typeof ClipboardItem === "function" && navigator.clipboard?.write) {
    const part = (kind: string, of: (rich: Rich) => string) =>
      reading.then((rich) => new Blob([of(rich)], { type: kind }));
    const parts: Record<string, Promise<Blob>> = {
      "text/plain": part("text/plain", ({ text }) => text),
    };
    if (formatted) {
      parts["text/html"] = part("text/html", ({ text, html }) => html ?? escaped(text));
    }
    try {
      await navigator.clipboard.write([new ClipboardItem(parts)]);
      return;
    } catch {
      // What could not be read fails below as itself; what was only refused is tried the other way.
    }
  }
  copyByEvent(await reading);
}

function copyByEvent({ text, html }: Rich): void {
  let taken = false;
  const give = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData("text/plain", text);
    if (html !== null) event.clipboardData?.setData("text/html", html);
    taken = event.clipboardData !== null;
  };
  document.addEventListener("copy", give, { capture: true });
  try {
    document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", give, { capture: true });
  }
  if (!taken) {
    throw new Failure({ code: "no_clipboard", message: "The clipboard does not take it." });
  }
}

function escaped(text: string): string {
  const holder = document.createElement("p");
  holder.textContent = text;
  return holder.outerHTML;
}
