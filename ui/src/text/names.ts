// A person's name as it is read: given name first.

import type { Name } from "../api";

export function nameOf(name: Name): string {
  if ("literal" in name) return name.literal;
  const parts = [name.given, name["non-dropping-particle"], name.family];
  const plain = parts.filter((part) => part).join(" ");
  return name.suffix ? `${plain}, ${name.suffix}` : plain;
}
