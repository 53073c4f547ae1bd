// Pairs of papers that may be one work, from the import that brings them to the last verdict.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openDesk } from "./browser.mjs";

const ABSTRACT =
  "Long texts put most of their attention on the first key. We measure this share $\\alpha$ on nine models";

const PAIRS = `
@article{halvorsen2023, title = {Where Sinks of $O(n^2)$ Attention Come From in Very Long Texts},
  author = {Halvorsen, Mira and Lovelace, Ada}, year = {2023}, journal = {Journal of Sequences},
  abstract = {${ABSTRACT} and find it in all of them, from the first layer to the last.}}
@article{byron2024, title = {Where Sinks of $O(n^2)$ Attention Come From in Very Long Texts},
  author = {Byron, Anne}, year = {2024}, journal = {Transactions on Sequences}, doi = {10.1234/seq.77},
  abstract = {${ABSTRACT.replace("nine", "eleven")} and find it in most of them, but never before the third layer.}}
@article{okafor2021, title = {A Survey of Methods for Pruning Small Language Models},
  author = {Okafor, Chidi}, year = {2021}, journal = {Surveys}}
@misc{tanaka2022, title = {A Survey of Methods for Pruning Small Language Models},
  author = {Tanaka, Yui}, year = {2022}}
@article{meyer2019, title = {Reading Handwritten Registers of Ships with Few Labels},
  author = {Meyer, Lena}, year = {2019}}
@article{rossi2020, title = {Reading Handwritten Registers of Ships with Few Labels},
  author = {Rossi, Carlo}, year = {2020}}
`;

const PUBLISHED = `
@article{early, title = {Sparse Retrieval over Notebooks of Field Biologists}, author = {Nguyen, Linh},
  year = {2022}, eprint = {2203.01234}, archiveprefix = {arXiv}, doi = {10.48550/arXiv.2203.01234}}
`;

let desk;
let page;

before(async () => {
  desk = await openDesk();
  page = desk.page;
});

after(async () => {
  await desk.close();
});

const waiting = async () => (await desk.call("overview")).duplicates;
const pairs = async () =>
  (await desk.call("duplicates", { offset: 0, limit: 50 })).pairs;
const focused = () => page.evaluate(() => document.activeElement?.id);
const here = () => page.locator("#pairs .row.cursor .title").first();

test("an import brings pairs that wait, and says so before", async () => {
  await desk.paste(PAIRS);
  await page.getByText("3 doubtful").first().waitFor();
  await desk.look("import-doubtful");
  await page.getByRole("button", { name: /^Import 6/ }).click();
  await desk.until(async () => (await waiting()) === 3, "three pairs wait");
  await page
    .getByRole("navigation")
    .getByRole("button", { name: "Duplicates 3" })
    .waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
});

test("the paper itself says what it may be the same as, and leads to the pair", async () => {
  await desk.press("Escape", "Escape", "g", "l", "/");
  await page.getByLabel("Search papers").fill("registers of ships");
  await page.getByText("May be the same as").waitFor();
  await page.getByText("gave title, authors, type, and date").waitFor();
  await desk.look("paper-doubtful");
  await page.getByRole("button", { name: /^Compare with/ }).click();
  await page
    .locator("#pairs .row.cursor", { hasText: "Registers of Ships" })
    .waitFor();
  await page.getByLabel("Search papers").fill("");
});

test("a key opens the view, keys move in it, and it is clean in both themes", async () => {
  await desk.press("Escape", "g", "l");
  await page.waitForSelector("#papers-0 .title");
  await desk.until(
    async () => (await focused()) === "papers",
    "the list of papers has the focus",
  );
  await desk.press("g", "p");
  await page.waitForSelector("#pairs-0 .title");
  await desk.until(
    async () => (await focused()) === "pairs",
    "the list of pairs has the focus",
  );
  await page.getByRole("row", { name: /^Authors differs/ }).waitFor();
  await page.locator("tr.title math").first().waitFor();
  const marked = await page.locator("tr.abstract mark").allInnerTexts();
  assert.ok(
    marked.some((words) => words.includes("eleven")),
    marked.join("|"),
  );
  await desk.look("duplicates");
  const large = await openDesk({ width: 1920, height: 1080 });
  await large.press("g", "p");
  await large.page.waitForSelector("#pairs-0 .title");
  await large.look("duplicates");
  await large.close();

  const first = await here().innerText();
  await desk.press("j");
  await desk.until(
    async () => (await here().innerText()) !== first,
    "the next pair is shown",
  );
  await desk.press("k");
  await desk.until(
    async () => (await here().innerText()) === first,
    "the first is shown again",
  );
});

test("a pair is merged by key, the next is there at once, and undo returns to it", async () => {
  const [{ first, second }, next] = await pairs();
  await desk.press("1");
  await desk.until(async () => (await waiting()) === 2, "it is merged");
  assert.equal(
    await here().innerText(),
    await page.locator("tr.title td").first().innerText(),
  );
  assert.equal((await pairs())[0].first.id, next.first.id);
  const kept = await desk.call("paper.show", { id: first.id });
  assert.equal(kept.identifiers.doi, "10.1234/seq.77");
  assert.equal(
    (await desk.call("paper.show", { id: second.id })).trashed,
    true,
  );
  assert.equal(await focused(), "pairs");

  await desk.press("Control+z");
  await desk.until(async () => (await waiting()) === 3, "it waits again");
  await page.locator("tr.title td", { hasText: "Sinks" }).first().waitFor();

  await desk.press("2");
  await desk.until(async () => (await waiting()) === 2, "it is merged again");
  assert.equal((await desk.call("paper.show", { id: first.id })).trashed, true);
  await desk.press("Control+z");
  await desk.until(async () => (await waiting()) === 3, "it waits once more");
});

test("kept apart and linked as versions, both papers stay", async () => {
  const [{ first, second }] = await pairs();
  await desk.until(
    async () => (await page.locator("#pairs-0.cursor").count()) === 1,
    "the first pair is at the cursor",
  );
  await desk.press("l");
  await desk.until(async () => (await waiting()) === 2, "they are linked");
  const { versions } = await desk.call("paper.show", { id: first.id });
  assert.deepEqual(
    versions.map(({ id }) => id),
    [second.id],
  );
  await desk.press("Control+z");
  await desk.until(async () => (await waiting()) === 3, "the link is undone");
  await page.locator("tr.title td", { hasText: "Sinks" }).first().waitFor();
  await desk.press("a");
  await desk.until(async () => (await waiting()) === 2, "they are kept apart");
  const { doubtful, trashed } = await desk.call("paper.show", { id: first.id });
  assert.deepEqual([doubtful, trashed], [[], false]);
});

test("all of one reason are settled after saying how many, and one undo takes it back", async () => {
  await desk.press("b");
  await page.getByText("2 pairs shown wait for the same reason").waitFor();
  await desk.look("duplicates-alike");
  await page.getByRole("button", { name: "Merge 2 pairs" }).click();
  await desk.until(async () => (await waiting()) === 0, "all are settled");
  await page.getByText("No pair waits", { exact: true }).waitFor();
  await desk.look("duplicates-empty");
  await desk.press("Control+z");
  await desk.until(async () => (await waiting()) === 2, "both wait again");
  await page.waitForSelector("#pairs-0 .title");
});

test("a list that cannot be read says so and can be read again", async () => {
  await page.route("**/api/call", async (route) => {
    const { operation } = route.request().postDataJSON();
    if (operation !== "duplicates") return route.continue();
    return route.fulfill({
      status: 500,
      json: { code: "busy", message: "The library is busy. Nothing was lost." },
    });
  });
  await desk.press("g", "p");
  await page.getByText("The library is busy.").waitFor();
  await page.unroute("**/api/call");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.waitForSelector("#pairs-0 .title");
});

test("the view fits other languages and large text", async (t) => {
  const settings = await desk.call("settings");
  t.after(() => desk.call("settings.save", settings));
  for (const [name, change] of [
    ["de", { language: "de" }],
    ["en-XA", { language: "en-XA" }],
    ["large-text", { text_size: 160 }],
  ]) {
    await desk.call("settings.save", { ...settings, ...change });
    await page.reload();
    await page.waitForSelector("#papers, .notice");
    await desk.press("g", "p");
    await page.waitForSelector("#pairs-0 .title");
    await desk.look(`duplicates-${name}`);
    const outside = await page.evaluate(() =>
      Array.from(document.querySelectorAll("button"), (button) => ({
        name: button.ariaLabel ?? button.innerText,
        right: button.getBoundingClientRect().right,
      })).filter(({ right }) => right > globalThis.innerWidth),
    );
    assert.deepEqual(outside, [], name);
  }
});

test("remarks on a file are listed, and a known preprint’s publication is named as its version", async () => {
  await page.reload();
  await page.waitForSelector("#papers-0 .title");
  await desk.paste(PUBLISHED);
  await page.getByRole("button", { name: /^Import 1/ }).click();
  await page.waitForSelector("dialog[open]", { state: "detached" });
  const published = PUBLISHED.replace(
    /eprint.*$/ms,
    "journal = {Ecology}, doi = {10.1234/eco.5}}",
  );
  await desk.paste(`${published}\n@article{broken, title = {Cut off`);
  await page.getByText("New version").first().waitFor();
  await page.locator("summary", { hasText: "2 remarks" }).click();
  await page.getByRole("region", { name: /remark/ }).waitFor();
  await desk.look("import-remarks");
  await desk.press("Escape");
});
