// Where the window runs: inside the desktop shell, or in a plain browser against the loopback
// server. Both speak the same operations; nothing outside this folder knows which one it is.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import { asFailure, Failure } from "./failure";
import type { Event as LecternEvent } from "./types";

export const inShell = "__TAURI_INTERNALS__" in globalThis;

export async function send(operation: string, request: unknown): Promise<unknown> {
  return inShell ? sendToShell(operation, request) : sendToServer(operation, request);
}

async function sendToShell(operation: string, request: unknown): Promise<unknown> {
  try {
    return await invoke("call", { operation, request });
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

async function sendToServer(operation: string, request: unknown): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch("/api/call", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ operation, request }),
    });
  } catch {
    throw new Failure({ code: "unreachable", message: "Lectern's server does not answer." });
  }
  const text = await response.text();
  let body: unknown;
  try {
    body = text === "" ? null : JSON.parse(text);
  } catch {
    throw new Failure({ code: "unexpected", message: `Status ${response.status} without JSON.` });
  }
  if (!response.ok) throw asFailure(body);
  return body;
}

/** Calls `receive` with every event; the returned function ends it. */
export function listenToEvents(receive: (event: LecternEvent) => void): () => void {
  if (inShell) return listenInShell("lectern", receive);
  const source = new EventSource("/api/events");
  source.onmessage = (message: MessageEvent<string>) => {
    receive(JSON.parse(message.data) as LecternEvent);
  };
  return () => source.close();
}

export function listenInShell<T>(name: string, receive: (payload: T) => void): () => void {
  const ending = listen<T>(name, (event) => receive(event.payload));
  return () => void ending.then((end) => end());
}
