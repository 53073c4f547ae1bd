// The one seam to the backend: typed operations, events, native things. Nothing else in the window
// imports the shell's packages or fetches anything.

import { announceStale } from "./freshness";
import { listenToEvents, send } from "./host";
import { MEANING, type Event as LecternEvent, type Operations } from "./types";

export * from "./clipboard";
export * from "./failure";
export * from "./freshness";
export * from "./native";
export type * from "./types";
export type LecternEvents = LecternEvent;

/** Runs one operation; rejects with a `Failure`. What it makes stale is announced when it is done. */
export async function call<K extends keyof Operations>(
  name: K,
  request: Operations[K]["request"],
): Promise<Operations[K]["response"]> {
  const response = (await send(name, request)) as Operations[K]["response"];
  announceStale(MEANING[name].stale);
  return response;
}

/** Passes on the backend's own announcements and gives every event to `receive`. */
export function followEvents(receive: (event: LecternEvent) => void): () => void {
  return listenToEvents((event) => {
    if (event.kind === "changed") announceStale(event.stale);
    receive(event);
  });
}

/** The names of the answers that `name` belongs to. */
export function shows(name: keyof Operations): readonly string[] {
  return MEANING[name].shows;
}
