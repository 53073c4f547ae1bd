// Which keys mean which action. Keys are written like `j`, `Shift+j`, `$mod+k`, `g i` (one after
// the other); `$mod` is Command on a Mac and Control elsewhere.

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

const SEQUENCE_PAUSE = 2_000;
const MODIFIERS = ["$mod", "Control", "Alt", "Shift", "Meta"] as const;
const NAMED: Record<string, string> = {
  " ": "Space",
  ArrowDown: "↓",
  ArrowUp: "↑",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
};

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** How a key press is written; null for a modifier alone. */
export function written(event: KeyPress): string | null {
  const { key } = event;
  if (["Control", "Alt", "Shift", "Meta", "AltGraph", "Dead", "Process"].includes(key)) return null;
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push("$mod");
  if (isMac && event.ctrlKey) parts.push("Control");
  if (!isMac && event.metaKey) parts.push("Meta");
  // With Alt or Shift a layout makes other signs; a sign that is typed so is the sign itself.
  const letter = /^\p{L}$/u.test(key);
  const sign = key.length === 1 && !letter && key !== " ";
  if (event.altKey && !sign) parts.push("Alt");
  if (event.shiftKey && !sign) parts.push("Shift");
  const name = key === " " ? "Space" : letter ? key.toLowerCase() : key;
  return [...parts, name].join("+");
}

/** A written key in one form, so that `shift+J` and `Shift+j` are equal. */
export function normalised(keys: string): string {
  return keys
    .trim()
    .split(/\s+/)
    .map((press) => {
      const parts = press.split(/\+(?=.)/);
      const key = parts.pop() ?? "";
      const given = parts.map((part) => part.toLowerCase());
      const modifiers = MODIFIERS.filter((name) => given.includes(name.toLowerCase()));
      return [...modifiers, key.length === 1 ? key.toLowerCase() : key].join("+");
    })
    .join(" ");
}

/** The caps to print for a key sequence: one list of caps for each press. */
export function caps(keys: string): string[][] {
  return keys.split(" ").map((press) =>
    press.split(/\+(?=.)/).map((part) => {
      if (part === "$mod") return isMac ? "⌘" : "Ctrl";
      if (part === "Shift") return isMac ? "⇧" : "Shift";
      if (part === "Alt") return isMac ? "⌥" : "Alt";
      return NAMED[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    }),
  );
}

export function spoken(keys: string): string {
  return caps(keys)
    .map((press) => press.join("+"))
    .join(" ");
}

/**
 * Follows key presses and says what they complete. `now` is in milliseconds; a sequence is given up
 * after two seconds.
 */
export class KeyReader {
  #typed: string[] = [];
  #last = 0;

  /** The bound keys that this press completes; `waiting` when it only begins some. */
  read(press: string, bound: ReadonlySet<string>, now: number): string | "waiting" | null {
    if (now - this.#last > SEQUENCE_PAUSE) this.#typed = [];
    this.#last = now;
    const attempts = this.#typed.length > 0 ? [[...this.#typed, press], [press]] : [[press]];
    for (const attempt of attempts) {
      const sequence = attempt.join(" ");
      if (bound.has(sequence)) {
        this.#typed = [];
        return sequence;
      }
      if ([...bound].some((keys) => keys.startsWith(`${sequence} `))) {
        this.#typed = attempt;
        return "waiting";
      }
    }
    this.#typed = [];
    return null;
  }
}

/** Whether keys typed into `target` are text of its own. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !["checkbox", "radio", "button", "range"].includes(target.type)
  );
}
