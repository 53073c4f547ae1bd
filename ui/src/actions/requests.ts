// What an action asks of a part of the window that only that part can do: to take the focus, to
// scroll, to read the selection. The part answers while it is on screen.

export type Request =
  "focus-list" | "focus-search" | "highlight" | "page-on" | "show-related" | "write-note";

const answering = new Map<Request, () => void>();

export function ask(request: Request): void {
  answering.get(request)?.();
}

/** Answers a request from now on; the returned function ends it. */
export function answer(request: Request, run: () => void): () => void {
  answering.set(request, run);
  return () => {
    if (answering.get(request) === run) answering.delete(request);
  };
}
