// What only a desktop can do: choose files, open links, take a drop. In a plain browser each has
// the nearest thing a page may do.

import { invoke } from "@tauri-apps/api/core";

import { asFailure } from "./failure";
import { inShell, listenInShell } from "./host";

/** Material for a preview: paths that the shell may read, or text that the page has read. */
export type Material = { paths: string[] } | { text: string };

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
  if (!inShell) return pickInPage();
  const paths = await ask<string[] | null>("pick_files");
  return paths && paths.length > 0 ? { paths } : null;
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

/**
 * Calls `receive` while something is dragged over the window and when it is dropped; the returned
 * function ends it.
 */
export function onDrop(receive: (phase: DropPhase, material: Material | null) => void): () => void {
  if (inShell) {
    return listenInShell<ShellDrop>("drop", ({ phase, paths }) => {
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
      void textOf(event.dataTransfer?.files).then((material) => receive("drop", material));
    },
    { signal },
  );
  return () => ending.abort();
}

async function textOf(files: FileList | null | undefined): Promise<Material | null> {
  const texts = await Promise.all(Array.from(files ?? [], (file) => file.text()));
  return texts.length > 0 ? { text: texts.join("\n\n") } : null;
}

function pickInPage(): Promise<Material | null> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.hidden = true;
    document.body.append(input);
    const answer = (material: Material | null) => {
      input.remove();
      resolve(material);
    };
    input.addEventListener("change", () => void textOf(input.files).then(answer));
    input.addEventListener("cancel", () => answer(null));
    input.click();
  });
}
