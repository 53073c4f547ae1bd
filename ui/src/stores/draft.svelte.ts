// The note being written. It saves itself when the fingers rest, when the editor is left and when
// another paper is opened; a text that could not be saved stays and is tried again.

export type DraftState = "clean" | "dirty" | "saving" | "saved" | "failed";

export type SaveNote = (id: number, text: string) => Promise<void>;

const REST = 600;

export class Draft {
  id = $state<number | null>(null);
  text = $state("");
  state = $state<DraftState>("clean");

  #save: SaveNote;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  /** Notes of papers left behind whose saving failed, so that opening them again shows the text. */
  #unsaved = new Map<number, string>();

  constructor(save: SaveNote) {
    this.#save = save;
  }

  /** Takes the stored note of a paper, unless the reader's own text for it is newer. */
  receive(id: number, stored: string): void {
    if (id === this.id) {
      if (this.state === "clean" || this.state === "saved") this.text = stored;
      return;
    }
    void this.flush();
    const unsaved = this.#unsaved.get(id);
    this.id = id;
    this.text = unsaved ?? stored;
    this.state = unsaved === undefined ? "clean" : "failed";
  }

  edit(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.state = "dirty";
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.flush(), REST);
  }

  /** Saves now what is not saved yet; resolves when it is, or has failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#resting);
    const { id, text } = this;
    if (id === null || (this.state !== "dirty" && this.state !== "failed")) {
      await this.#saving;
      return;
    }
    this.state = "saving";
    // One after the other: an older text must never arrive after a newer one.
    this.#saving = this.#saving.then(() => this.#write(id, text));
    await this.#saving;
  }

  async #write(id: number, text: string): Promise<void> {
    let outcome: DraftState = "saved";
    try {
      await this.#save(id, text);
      this.#unsaved.delete(id);
    } catch {
      this.#unsaved.set(id, text);
      outcome = "failed";
    }
    if (this.id === id && this.text === text && this.state === "saving") this.state = outcome;
  }
}
