// The main job in the window, from an empty library to an annotated bibliography.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { everything, openDesk } from "./browser.mjs";

let desk;
let page;

before(async () => {
  desk = await openDesk();
  page = desk.page;
});

after(async () => {
  await desk.close();
});

const list = (query, view) => desk.call("papers.list", everything(query, view));
const shown = async (kind) => (await desk.call("overview"))[kind];

/** Chooses a paper of the inbox and waits for it in the reading pane. */
async function openFirst() {
  await desk.press("Escape", "Escape", "g", "i");
  await page.waitForSelector("#papers-0 .title");
  await desk.press("Home");
  await page.waitForSelector("article h2");
  const { rows } = await list("", { kind: "inbox" });
  return rows[0];
}

test("an empty library invites, and the sample digest is previewed before anything is stored", async () => {
  await page.waitForSelector(".first");
  await desk.look("first-run");
  await page.getByRole("button", { name: "Try the sample digest" }).click();
  await page.waitForSelector("#import-rows-0");
  await desk.look("import");
  assert.equal(await shown("library"), 0);
});

test("a row can be corrected and another left out", async () => {
  const recognised = await page
    .locator("#import-rows-0")
    .getAttribute("aria-setsize");
  await page
    .getByLabel("Title", { exact: true })
    .fill("A Title the Reader Has Mended");
  await page.locator("#import-rows").focus();
  await desk.press("ArrowDown", "Space");
  await page.getByRole("button", { name: /^Import \d/ }).click();
  await page.waitForSelector("#papers-0 .title");
  const { total, rows } = await list("");
  assert.equal(total, Number(recognised) - 1);
  assert.ok(
    rows.some(({ title }) => title === "A Title the Reader Has Mended"),
  );
});

test("one click undoes the whole import, and redo brings it back", async () => {
  const before = await shown("library");
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await desk.until(
    async () => (await shown("library")) === 0,
    "the import is undone",
  );
  await desk.press("Control+Shift+z");
  await desk.until(
    async () => (await shown("library")) === before,
    "the import is done again",
  );
});

test("one key decides, the next paper is there at once, and undo returns to the first", async () => {
  const first = await openFirst();
  const inbox = await shown("inbox");
  const title = await desk.currentTitle();
  await desk.press("i");
  await desk.until(
    async () => (await desk.currentTitle()) !== title,
    "the next paper is chosen",
  );
  await desk.until(
    async () => (await shown("included")) === 1,
    "it is included",
  );
  assert.equal(await page.evaluate(() => document.activeElement?.id), "papers");

  await desk.press("m");
  await desk.until(
    async () => (await shown("maybe")) === 1,
    "the next is set aside",
  );
  await desk.press("x");
  await page.waitForSelector("dialog[open] [role=option]");
  await desk.look("reason");
  await desk.press("1");
  await desk.until(
    async () => (await shown("excluded")) === 1,
    "the third is excluded",
  );
  const excluded = await list("", { kind: "excluded" });
  const { reasons } = await desk.call("settings");
  assert.equal(excluded.rows[0].reason, reasons[0]);
  assert.equal(await shown("inbox"), inbox - 3);

  await desk.press("Control+z", "Control+z", "Control+z");
  await desk.until(
    async () => (await shown("inbox")) === inbox,
    "all three are back",
  );
  await desk.until(
    async () => (await openFirst()).id === first.id,
    "the first is first again",
  );
});

test("a run of decisions loses none and never takes the focus from the list", async () => {
  await openFirst();
  const inbox = await shown("inbox");
  await desk.press("i", "i", "i");
  await desk.until(
    async () => (await shown("included")) === 3,
    "three are included",
  );
  assert.equal(await shown("inbox"), inbox - 3);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "papers");
});

test("a note is saved as it is written, previewed, and found by its words", async () => {
  const { id } = await openFirst();
  await desk.press("n");
  await page.keyboard.type("**Assess.** A zephyrous idea with $x^2$ in it.");
  await desk.until(
    async () =>
      (await desk.call("paper.show", { id })).note.includes("zephyrous"),
    "the note is stored",
  );
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Preview" }).click();
  await page.locator(".rendered math").waitFor();
  await desk.look("note");
  await desk.press("Escape");
  await desk.until(
    async () => (await list("zephyrous")).total === 1,
    "the note is searchable",
  );
});

test("a tag is given and taken from the keyboard", async () => {
  const { id } = await openFirst();
  await desk.press("t");
  await page.keyboard.type("worth citing");
  await desk.look("tags");
  await desk.press("Enter");
  await desk.until(
    async () =>
      (await desk.call("paper.show", { id })).tags.includes("worth citing"),
    "the tag is given",
  );
  await desk.press("Escape");
  await page.getByRole("button", { name: "Remove worth citing" }).click();
  await desk.until(
    async () =>
      !(await desk.call("paper.show", { id })).tags.includes("worth citing"),
    "the tag is taken",
  );
});

test("selected words of the abstract are highlighted by key, with offsets of the abstract", async () => {
  const { id } = await openFirst();
  const { abstract } = await desk.call("paper.show", { id });
  const [word] = /\p{L}{6,}/u.exec(abstract);
  await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(
      document.querySelector(".abstract .text"),
      NodeFilter.SHOW_TEXT,
    );
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(wanted);
      if (at < 0) continue;
      getSelection().setBaseAndExtent(
        walker.currentNode,
        at,
        walker.currentNode,
        at + wanted.length,
      );
      return;
    }
  }, word);
  await desk.press("h");
  const [highlight] = await desk.until(async () => {
    const { highlights } = await desk.call("paper.show", { id });
    return highlights.length > 0 && highlights;
  }, "the highlight is stored");
  assert.equal(
    [...abstract].slice(highlight.start, highlight.end).join(""),
    word,
  );
  assert.equal(highlight.text, word);
  await page.locator(".highlight").first().click();
  await page.getByLabel("Comment on this highlight").fill("why so?");
  await page.getByRole("button", { name: "Green" }).click();
  await desk.until(
    async () =>
      (await desk.call("paper.show", { id })).highlights[0].comment ===
      "why so?",
    "the comment is stored",
  );
  await desk.look("highlight");
});

test("search answers as one types, marks the words, and says what it did not understand", async () => {
  const { title } = await openFirst();
  const word = title.match(/\p{L}{5,}/u)[0];
  await desk.press("/");
  await page.keyboard.type(word);
  await page.locator("#papers .found").first().waitFor();
  const marked = await page.locator("#papers .found").first().innerText();
  assert.equal(
    marked.toLowerCase().slice(0, 4),
    word.toLowerCase().slice(0, 4),
  );
  assert.match(
    await page.locator(".search .found").innerText(),
    /hits? in \d+ ms/,
  );
  await desk.look("search");
  await page.getByLabel("Search papers").fill("zzzqqqxxyy");
  await page.getByText("No paper matches").waitFor();
  await desk.look("no-hits");
  await page.getByLabel("Search papers").fill("year:soon");
  await page.locator("#search-problems").waitFor();
  await desk.look("query-error");
  await desk.press("Escape", "Escape");
});

test("a paper is put into a collection made on the way", async () => {
  const { id } = await openFirst();
  await desk.press("c");
  await page.keyboard.type("Chapter two");
  await desk.press("Enter");
  await desk.until(async () => {
    const { collections } = await desk.call("overview");
    return collections.some(
      ({ name, papers }) => name === "Chapter two" && papers === 1,
    );
  }, "the collection holds the paper");
  assert.equal((await desk.call("paper.show", { id })).collections.length, 1);
});

test("missing details are completed where they are missed", async () => {
  const { id } = await openFirst();
  await desk.press("d");
  await page
    .getByLabel("Authors")
    .fill("Lovelace, Ada\n{The Analytical Society}");
  await page.getByLabel("Date").fill("2021-05");
  await desk.look("edit");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await desk.until(
    async () => (await desk.call("paper.show", { id })).authors.length === 2,
    "the authors are stored",
  );
  assert.equal((await desk.call("paper.show", { id })).year, 2021);
  await page
    .getByText("Ada Lovelace, The Analytical Society")
    .first()
    .waitFor();
});

test("the export shows the page before it is saved, and lists what is missing", async () => {
  await desk.press("Escape", "e");
  const text = page.locator(".page .text");
  await text.waitFor();
  // The page lies in a shadow root, which its host's own text does not include.
  const printed = () =>
    text.evaluate((host) => host.shadowRoot?.textContent ?? "");
  await desk.until(
    async () => (await printed()).length > 100,
    "the page is shown",
  );
  await desk.look("export");
  await page.getByLabel("MLA", { exact: false }).first().check();
  await page.getByRole("checkbox", { name: "Abstract" }).check();
  await desk.until(
    async () =>
      (await page.locator(".preview").getAttribute("aria-busy")) === "false",
    "the preview has followed",
  );
  await page.getByRole("tab", { name: /Check/ }).click();
  await desk.look("export-check");
  await page.locator("#export-side li .entry").first().click();
  await desk.until(
    () =>
      text.evaluate(
        (host) => host.shadowRoot?.querySelector(".pointed") !== null,
      ),
    "the entry is pointed at on the page",
  );
  await page
    .getByRole("button", { name: /^Open “/ })
    .first()
    .click();
  await page.waitForSelector("article h2");
  await page.getByRole("button", { name: "Back to the export" }).click();
  await page.getByRole("tab", { name: /Choices/ }).click();
  assert.ok(
    await page.getByLabel("MLA", { exact: false }).first().isChecked(),
    "the choices were kept",
  );
  await desk.press("Escape", "Escape");
});

test("the finished bibliography is saved where the reader says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lectern-export-"));
  try {
    await desk.press("e");
    await page.getByLabel("Format").selectOption("markdown");
    await page.getByRole("button", { name: "Save as…" }).click();
    await page
      .getByLabel("Save at this path")
      .fill(join(folder, "annotated.md"));
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.locator(".outcome", { hasText: "annotated.md" }).waitFor();
    const { rows } = await list("", { kind: "included" });
    const saved = readFileSync(join(folder, "annotated.md"), "utf8");
    for (const { title } of rows) assert.ok(saved.includes(title), title);
    await desk.press("Escape");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("palette, help and settings are a key away, and the palette finds papers too", async () => {
  const { title } = await openFirst();
  await desk.press("Control+k");
  await page.waitForSelector("dialog[open] [role=option]");
  await desk.look("palette");
  await page.keyboard.type(title.slice(0, 30));
  await page
    .locator("dialog [role=option]", { hasText: title.slice(0, 20) })
    .first()
    .waitFor();
  await desk.press("Escape", "?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await desk.look("help");
  await desk.press("Escape", "Control+,");
  await page.getByRole("dialog", { name: "Settings" }).waitFor();
  await desk.look("settings");
});

test("a key can be bound to another action only when it is free", async () => {
  const change = page.getByRole("button", {
    name: "Change the keys of “Include”",
  });
  await change.click();
  await desk.press("m");
  await page.getByText("Already used by “Maybe”").waitFor();
  await change.click();
  await desk.press("y");
  await desk.until(
    async () => (await desk.call("settings")).keys.include === "y",
    "the key is stored",
  );
  await page
    .getByRole("button", { name: "Reset the keys of “Include”" })
    .click();
  await desk.until(
    async () => (await desk.call("settings")).keys.include === undefined,
    "the key is reset",
  );
  await desk.press("Escape");
});
