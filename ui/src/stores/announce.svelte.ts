// Outcomes: what was done is said in a live region; what the reader may want to act on is a toast.

import { asFailure } from "../api";
import { t } from "../i18n/index.svelte";

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  tone: "plain" | "error";
  title: string;
  detail: string;
  actions: ToastAction[];
}

const LIFE = 8_000;

class Announcer {
  /** The latest outcome, for the live region. */
  said = $state("");
  toasts = $state.raw<readonly Toast[]>([]);
  #next = 1;

  say(text: string): void {
    // A repeated text would be no change and stay unspoken; the space makes it one.
    this.said = this.said === text ? `${text}\u00a0` : text;
  }

  toast(title: string, detail = "", actions: ToastAction[] = []): void {
    this.#show({ tone: "plain", title, detail, actions });
  }

  /** Says that something went wrong, and keeps it on screen until it is dismissed. */
  fail(title: string, thrown: unknown, actions: ToastAction[] = []): void {
    this.#show({ tone: "error", title, detail: explain(thrown), actions });
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  #show(toast: Omit<Toast, "id">): void {
    const id = this.#next++;
    // What is only said gives way to the next outcome; what can be acted on stays beside it.
    const kept = this.toasts.filter(({ tone, actions }) => tone === "error" || actions.length > 0);
    this.toasts = [...kept.slice(-2), { ...toast, id }];
    if (toast.tone === "plain") setTimeout(() => this.dismiss(id), LIFE);
  }
}

/** A failure in the reader's words: what happened, that nothing was lost, what to do. */
export function explain(thrown: unknown): string {
  const failure = asFailure(thrown);
  if (failure.code === "unreachable") return t().errors.unreachable;
  if (failure.code === "unexpected") return t().errors.unexpected(failure.message);
  return failure.message;
}

export const announcer = new Announcer();
