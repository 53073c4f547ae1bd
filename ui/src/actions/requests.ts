// What an action asks of a part of the window that only that part can do: to take the focus, to
// scroll, to read the selection. The part answers while it is on screen.

export type Request =
  | "edit-cell"
  | "focus-list"
  | "focus-search"
  | "highlight"
  | "insert-query"
  | "open-cell"
  | "page-on"
  | "search-help"
  | "show-related"
  | "write-note";

/** `text` is what a request brings with it; empty for most. */
type Answer = (text: string) => void;

const answering = new Map<Request, Answer>();

export function ask(request: Request, text = ""): void {
  answering.get(request)?.(text);
}

/** Answers a request from now on; the returned function ends it. */
export function answer(request: Request, run: Answer): () => void {
  answering.set(request, run);
  return () => {
    if (answering.get(request) === run) answering.delete(request);
  };
}
