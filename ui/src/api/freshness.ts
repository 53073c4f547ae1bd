// Which answers are stale. A store says which names it shows; whoever makes a name stale, here or
// in the backend, wakes every store that shows it.

type Wake = () => void;

const shown = new Map<string, Set<Wake>>();

/** Calls `wake` whenever one of `names` goes stale, once for each announcement. */
export function onStale(names: readonly string[], wake: Wake): () => void {
  for (const name of names) {
    const wakes = shown.get(name) ?? new Set();
    shown.set(name, wakes.add(wake));
  }
  return () => {
    for (const name of names) shown.get(name)?.delete(wake);
  };
}

export function announceStale(names: readonly string[]): void {
  const woken = new Set(names.flatMap((name) => [...(shown.get(name) ?? [])]));
  for (const wake of woken) wake();
}
