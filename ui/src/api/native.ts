// What only a desktop can do: choose files, open links, take a drop. In a plain browser each has
// the nearest thing a page may do.

import { invoke } from "@tauri-apps/api/core";

import { asFailure } from "./failure";
import { inShell, listenInShell } from "./host";

/** Material for a preview: paths that the shell may read, or text that the page has read. */
export type Material = { paths: string[] } | { text: string; files?: readonly ReadFile[] };

/** A file that the page has read. */
export interface ReadFile {
  name: string;
  text: string;
}

/** A citation style to add: where it lies, or what it holds. */
export type StyleFile = { path: string } | ReadFile;

export type DropPhase = "enter" | "over" | "leave" | "drop";

interface ShellDrop {
  phase: DropPhase;
  paths: string[];
}

async function ask<T>(command: string, parameters: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, parameters);
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

/** Lets the reader choose digests; null when nothing was chosen. */
export async function pickFiles(): Promise<Material | null> {
  if (!inShell) return material(await pickInPage());
  const paths = await ask<string[] | null>("pick_files");
  return paths && paths.length > 0 ? { paths } : null;
}

/** Lets the reader choose a citation style; null when nothing was chosen. */
export async function pickStyle(): Promise<StyleFile | null> {
  if (!inShell) return (await pickInPage(".csl"))[0] ?? null;
  const path = (await ask<string[] | null>("pick_files"))?.[0];
  return path === undefined ? null : { path };
}

/** The citation styles among what was dropped, when it holds nothing else. */
export function stylesIn(dropped: Material): StyleFile[] {
  const isStyle = (name: string) => name.toLowerCase().endsWith(".csl");
  if ("paths" in dropped) {
    return dropped.paths.every(isStyle) ? dropped.paths.map((path) => ({ path })) : [];
  }
  const files = dropped.files ?? [];
  return files.every(({ name }) => isStyle(name)) ? [...files] : [];
}

/** Lets the reader choose a folder of digests; only with a desktop. */
export async function pickFolder(): Promise<Material | null> {
  const path = await ask<string | null>("pick_folder");
  return path ? { paths: [path] } : null;
}

/** The path to save at, asked of the desktop; null when cancelled. `askInPage` asks in a browser. */
export async function saveAs(
  suggested: string,
  extension: string,
  askInPage: (suggested: string) => Promise<string | null>,
): Promise<string | null> {
  return inShell ? ask<string | null>("save_as", { suggested, extension }) : askInPage(suggested);
}

export async function openLink(url: string): Promise<void> {
  if (inShell) await ask<null>("open_link", { url });
  else globalThis.open(url, "_blank", "noopener,noreferrer");
}

/** Whether there is a desktop to ask: folders to choose, a file browser to show a file in. */
export const hasDesktop = inShell;

/** Shows a file in the desktop's file browser. */
export async function reveal(path: string): Promise<void> {
  if (inShell) await ask<null>("reveal", { path });
}

/** A drag that began in the window is not a drop onto it. */
let ownDrag = false;

/** Shows what is dragged out of the window as a few words beside the pointer. */
export function showDrag(event: DragEvent, words: string): void {
  ownDrag = true;
  const label = document.createElement("div");
  label.className = "dragged-out";
  label.textContent = words;
  document.body.append(label);
  event.dataTransfer?.setDragImage(label, -12, -8);
  // The picture is taken when the handler has returned.
  setTimeout(() => label.remove());
  const end = () => (ownDrag = false);
  document.addEventListener("dragend", end, { once: true });
}

/**
 * Calls `receive` while something is dragged over the window and when it is dropped; the returned
 * function ends it.
 */
export function onDrop(receive: (phase: DropPhase, material: Material | null) => void): () => void {
  if (inShell) {
    return listenInShell<ShellDrop>("drop", ({ phase, paths }) => {
      if (ownDrag) return;
      receive(phase, phase === "drop" ? { paths } : null);
    });
  }
  return onDropInPage(receive);
}

function onDropInPage(receive: (phase: DropPhase, material: Material | null) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (phase: DropPhase) => (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    receive(phase, null);
  };
  document.addEventListener("dragenter", over("enter"), { signal });
  document.addEventListener("dragover", over("over"), { signal });
  document.addEventListener(
    "dragleave",
    (event) => {
      if (event.relatedTarget === null) receive("leave", null);
    },
    { signal },
  );
  document.addEventListener(
    "drop",
    (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      void read(event.dataTransfer?.files).then((files) => receive("drop", material(files)));
    },
    { signal },
  );
  return () => ending.abort();
}

async function read(files: FileList | null | undefined): Promise<ReadFile[]> {
  const all = Array.from(files ?? []);
  return Promise.all(all.map(async (file) => ({ name: file.name, text: await file.text() })));
}

function material(files: readonly ReadFile[]): Material | null {
  if (files.length === 0) return null;
  return { text: files.map(({ text }) => text).join("\n\n"), files };
}

function pickInPage(accept = ""): Promise<ReadFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = accept;
    input.hidden = true;
    document.body.append(input);
    const answer = (files: ReadFile[]) => {
      input.remove();
      resolve(files);
    };
    input.addEventListener("change", () => void read(input.files).then(answer));
    input.addEventListener("cancel", () => answer([]));
    input.click();
  });
}
