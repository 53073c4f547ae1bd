// The keyboard: the table's keys as the reader has rebound them, and what a press does.

import { settings } from "../stores/settings.svelte";
import { sheets } from "../stores/sheets.svelte";
import { isTyping, KeyReader, normalised, written } from "./keys";
import { ACTIONS, type Action } from "./table";

/** The keys of an action now; rebinding gives it exactly one sequence, an empty one none. */
export function keysOf(action: Action): readonly string[] {
  const own = settings.now.keys[action.id];
  if (own === undefined) return action.keys;
  return own === "" ? [] : [own];
}

/** The action that answers to some keys now. */
export function boundTo(keys: string): Action | undefined {
  const wanted = normalised(keys);
  return ACTIONS.find((action) => keysOf(action).some((own) => normalised(own) === wanted));
}

export function available(action: Action): boolean {
  return action.when?.() ?? true;
}

/** Runs the action of each key press on the document; the returned function ends it. */
export function followKeys(): () => void {
  const reader = new KeyReader();
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || sheets.any) return;
    const press = written(event);
    if (press === null) return;
    const typing = isTyping(event.target);
    const bound = new Map(
      ACTIONS.flatMap((action) =>
        keysOf(action)
          .filter((keys) => !typing || worksTyping(action, keys))
          .map((keys) => [normalised(keys), action] as const),
      ),
    );
    if (keepsItsKey(event.target, press)) return;
    const keys = reader.read(press, new Set(bound.keys()), event.timeStamp);
    const action = keys === null || keys === "waiting" ? undefined : bound.get(keys);
    // A key of something that cannot be done now keeps its own meaning: copying selected words.
    const can = action !== undefined && available(action);
    if (keys === "waiting" || can) event.preventDefault();
    if (can) void action.run();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

/** While typing only keys with a modifier, and Escape, can be anything but text. */
function worksTyping(action: Action, keys: string): boolean {
  return action.whileTyping === true && (keys.includes("$mod") || keys === "Escape");
}

/** Space and Enter press the button that has the focus; arrows move within a group or a menu. */
function keepsItsKey(target: EventTarget | null, press: string): boolean {
  if (!(target instanceof Element)) return false;
  if (press === "Space" || press === "Enter") {
    return target.closest("button, a[href], summary, [role=menuitem], input") !== null;
  }
  return press.startsWith("Arrow") && target.closest("[role=radiogroup], [role=menu]") !== null;
}
