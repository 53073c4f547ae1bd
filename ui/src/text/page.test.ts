import { beforeEach, describe, expect, it, vi } from "vitest";

import { entriesOf, showPage } from "./page";

const page = (...entries: [id: number, text: string][]) =>
  `<main class="bibliography" lang="de"><h1>References</h1><section><ul class="entries">${entries
    .map(([id, text]) => `<li class="entry" id="entry-${id}"><p>${text}</p></li>`)
    .join("")}</ul></section></main>`;

describe("the page of a preview", () => {
  let root: ShadowRoot;
  const texts = () => entriesOf(root).map((entry) => entry.textContent);

  beforeEach(() => {
    const host = document.createElement("div");
    document.body.replaceChildren(host);
    root = host.attachShadow({ mode: "open" });
  });

  it("is a part of the window and no second main part of it", () => {
    showPage(root, page([1, "One"]), null);
    expect(root.querySelector("main")).toBeNull();
    expect(root.querySelector(".bibliography")?.getAttribute("lang")).toBe("de");
    expect(root.querySelector("h1")?.textContent).toBe("References");
  });

  it("keeps the elements of entries that did not change, in their new order", () => {
    showPage(root, page([1, "One"], [2, "Two"], [3, "Three"]), null);
    const [one, two, three] = entriesOf(root);
    showPage(root, page([3, "Three"], [1, "One"], [2, "Second"]), null);
    const after = entriesOf(root);
    expect(after[0]).toBe(three);
    expect(after[1]).toBe(one);
    expect(after[2]).not.toBe(two);
    expect(texts()).toEqual(["Three", "One", "Second"]);
  });

  it("prints a paper of two groups twice", () => {
    showPage(root, page([1, "One"], [1, "One"]), null);
    const first = entriesOf(root)[0];
    showPage(root, page([1, "One"], [2, "Two"], [1, "One"]), null);
    expect(texts()).toEqual(["One", "Two", "One"]);
    expect(entriesOf(root)[0]).toBe(first);
  });

  it("cleans what it is given, the first time and after", () => {
    const hostile = `<img src=x onerror=alert(1)><script>1</script><a href="javascript:alert(1)">x</a>`;
    for (const id of [1, 1, 2]) {
      showPage(root, page([id, `${hostile}Text`]), null);
      expect(root.querySelector("img, script, [onerror]")).toBeNull();
      expect(root.querySelector("a")?.getAttribute("href")).toBeNull();
      expect(texts()).toEqual(["xText"]);
    }
  });

  it("shows what is near at once and all of it when asked, in its order and clean", async () => {
    const many = Array.from({ length: 200 }, (_, at): [number, string] => [
      at,
      `Entry ${at}<img src=x onerror=alert(1)>`,
    ]);
    const rest = showPage(root, page(...many), null);
    expect(texts()).toHaveLength(200);
    expect(texts()[0]).toBe("Entry 0");
    expect(texts()[199]).toBe("");
    await vi.waitFor(() => expect(texts()[60]).toBe("Entry 60"));
    rest.finish();
    expect(texts()).toEqual(many.map(([at]) => `Entry ${at}`));
    expect(root.querySelector("img, .waiting")).toBeNull();
  });

  it("fills nothing in after it was stopped", async () => {
    const many = Array.from({ length: 200 }, (_, at): [number, string] => [at, `Entry ${at}`]);
    showPage(root, page(...many), null).stop();
    showPage(root, page([1, "One"]), null);
    await new Promise((passed) => setTimeout(passed, 20));
    expect(texts()).toEqual(["One"]);
  });

  it("leaves no mark of its own on the entries", () => {
    showPage(root, page([1, "One"]), null);
    showPage(root, page([1, "One"], [2, "Two"]), null);
    expect(entriesOf(root).map((entry) => entry.getAttributeNames())).toEqual([
      ["class", "id"],
      ["class", "id"],
    ]);
  });
});
