// The reader's settings, applied to the document as soon as they are known or changed.

import { call, onStale, shows, type Settings } from "../api";
import { speak, t } from "../i18n/index.svelte";
import { announcer } from "./announce.svelte";

const UNTIL_KNOWN: Settings = {
  theme: "system",
  language: "en",
  text_size: 100,
  density: "comfortable",
  reasons: [],
  keys: {},
  window: {},
  ranking: true,
  cite_style: "apa",
  key_pattern: "[author][year][word]",
};

class SettingsStore {
  now = $state.raw<Settings>(UNTIL_KNOWN);
  #asked = 0;

  async load(): Promise<void> {
    const asked = ++this.#asked;
    const settings = await call("settings", {});
    if (asked === this.#asked) this.#apply(settings);
  }

  /** Changes at once on screen; when it cannot be saved, goes back and says so. */
  async change(part: Partial<Settings>): Promise<void> {
    const before = this.now;
    this.#asked += 1;
    const wanted = { ...before, ...part };
    this.#apply(wanted);
    try {
      await call("settings.save", wanted);
    } catch (thrown) {
      if (this.now === wanted) this.#apply(before);
      announcer.fail(t().settings.failed, thrown);
    }
  }

  #apply(settings: Settings): void {
    this.now = settings;
    speak(settings.language);
    const root = document.documentElement;
    root.dataset.theme = this.dark ? "dark" : "light";
    root.style.setProperty("--text-scale", String(settings.text_size / 100));
  }

  /** Whether the window is dark now, by choice or with the system. */
  get dark(): boolean {
    return this.now.theme === "system" ? systemDark().matches : this.now.theme === "dark";
  }

  /** Shows the theme anew after the system has changed between day and night. */
  followSystem(): () => void {
    const system = systemDark();
    const apply = () => this.#apply(this.now);
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }
}

function systemDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

export const settings = new SettingsStore();

export function followSettings(): () => void {
  const endings = [
    settings.followSystem(),
    onStale(shows("settings"), () => {
      settings.load().catch((thrown: unknown) => announcer.fail(t().outcomes.failed, thrown));
    }),
  ];
  return () => endings.forEach((end) => end());
}
