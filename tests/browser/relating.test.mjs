// Finding and relating in the window: the search language, saved searches, topics, orders by
// decisions, related papers. Runs on a shelf of made-up
// papers beside what the main job has left in the library.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { everything, openDesk } from "./browser.mjs";
import { shelf } from "./shelf.mjs";

let desk;
let page;
let model;
let ids;

before(async () => {
  desk = await openDesk();
  page = desk.page;
  const preview = await desk.call("import.preview", {
    paths: [],
    text: shelf(),
    format: null,
  });
  await desk.call("import.run", {
    preview: preview.id,
    leave_out: [],
    corrections: [],
    embed: true,
  });
  const { rows } = await desk.call("papers.list", everything("mira"));
  ids = rows
    .filter(({ key }) => key.startsWith("shelf"))
    .map(({ id }) => id)
    .sort((one, other) => one - other);
  assert.equal(ids.length, 24);
  await desk.until(async () => {
    const { model: state, embedded, library } = await desk.call("overview");
    model = state.present;
    return !model || embedded >= library;
  }, "every paper has a vector");
});

after(async () => {
  await desk.call("paper.trash", { ids });
  await desk.close();
});

const overview = () => desk.call("overview");
const searchBox = () => page.getByLabel("Search papers");
const needsModel = (t) => {
  if (!model) t.skip("there is no language model");
  return !model;
};

async function show(letter) {
  await desk.press("Escape", "Escape", "Escape");
  await searchBox().fill("");
  await desk.press("Escape", "g", letter);
  await page.waitForSelector("#papers-0 .title");
}

test("the search language is a key away, and a line of it goes into the box", async () => {
  await show("l");
  await desk.press("/");
  await page.keyboard.type("learning");
  await desk.press("Control+/");
  await page.getByRole("group", { name: "Search language" }).waitFor();
  await desk.look("search-language");
  await desk.press("End");
  await desk.press("Enter");
  await desk.until(
    async () => (await searchBox().inputValue()) === "learning sort:stars ",
    "the line is in the box",
  );
  await page.keyboard.type("x");
  assert.equal(await searchBox().inputValue(), "learning sort:stars x");
});

test("a mistake in a query is marked where it stands, and the rest is searched", async () => {
  await show("l");
  await searchBox().fill("learning year:soon");
  const mark = page.locator("#search-problems mark");
  await mark.waitFor();
  assert.equal(await mark.innerText(), "soon");
  assert.ok((await page.locator("#papers [role=option]").count()) > 0);
  await desk.look("query-mistake");
});

test("typing is never held up, and each key brings its own answer", async (t) => {
  await show("l");
  await desk.press("/");
  await page.evaluate(() => {
    const seen = { frames: [], answers: 0, last: performance.now() };
    globalThis.typingSeen = seen;
    const frame = (now) => {
      seen.frames.push(now - seen.last);
      seen.last = now;
      seen.running = requestAnimationFrame(frame);
    };
    seen.running = requestAnimationFrame(frame);
    seen.watch = new MutationObserver(() => (seen.answers += 1));
    seen.watch.observe(document.querySelector(".list .count"), {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  const text = "reinforcement learning from human feed";
  await page.keyboard.type(text, { delay: 60 });
  assert.equal(await searchBox().inputValue(), text);
  await desk.until(
    async () => (await page.locator(".search .found").count()) === 1,
    "the last key is answered",
  );
  const { frames, answers } = await page.evaluate(() => {
    const seen = globalThis.typingSeen;
    cancelAnimationFrame(seen.running);
    seen.watch.disconnect();
    return { frames: seen.frames.slice(1), answers: seen.answers };
  });
  frames.sort((one, other) => one - other);
  const at = (share) => frames[Math.floor((frames.length - 1) * share)];
  t.diagnostic(
    `frames while typing: p50 ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms; the count changed ${answers} times`,
  );
  assert.ok(answers > 0);
});

test("a search is saved by key, with the number of its hits before it is saved", async () => {
  await show("l");
  await searchBox().fill("learning");
  await desk.press("Control+s");
  await page.getByRole("dialog", { name: "Save this search" }).waitFor();
  await page.getByRole("radio", { name: "Words" }).check();
  const counted = page.locator(".count", { hasText: "in the library now" });
  await counted.waitFor();
  const found = Number.parseInt(await counted.innerText(), 10);
  assert.ok(found > 0);
  await desk.look("save-search");
  await page.getByLabel("Name", { exact: true }).fill("Learners");
  await page.getByRole("button", { name: "Save search" }).click();
  await page.getByRole("heading", { name: "Learners" }).waitFor();
  const [saved] = (await overview()).saved;
  assert.equal(saved.name, "Learners");
  assert.equal(saved.threshold, null);
  assert.equal(saved.papers, found);
});

test("a saved search watches what comes in, says why it hit, and is seen by opening it", async () => {
  await show("l");
  await desk.paste(
    "@article{w1, title = {Learning Zephyrous Codes}, author = {Byron, Ada}, year = {2025}}",
  );
  await page.getByRole("button", { name: /^Import 1/ }).click();
  const entry = page.getByRole("button", { name: /^Learners 1 new/ });
  await entry.waitFor();
  await desk.look("saved-badge");
  await entry.click();
  await page.locator("#papers .badge.fresh").first().waitFor();
  await desk.until(
    async () => (await overview()).saved[0].new === 0,
    "it is seen",
  );
  await page.getByRole("button", { name: /^Learners \d/ }).waitFor();
  assert.match(
    await page.locator("#papers .badge.watch").first().innerText(),
    /^words: /,
  );
  assert.equal(await page.locator("#papers .badge.fresh").count(), 1);
  await desk.look("saved");
});

test("a saved search is renamed and deleted from the keyboard, and undo brings it back", async () => {
  await page.getByRole("button", { name: /^Learners/ }).focus();
  await desk.press("F2");
  await page.keyboard.type("Those who learn");
  await desk.press("Enter");
  const entry = page.getByRole("button", { name: /^Those who learn/ });
  await entry.waitFor();
  await entry.focus();
  await desk.press("Delete");
  await desk.until(
    async () => (await overview()).saved.length === 0,
    "it is deleted",
  );
  await desk.press("Control+z");
  await desk.until(
    async () => (await overview()).saved.length === 1,
    "it is back",
  );
});

test("topics narrow the list to one of them and let go again", async (t) => {
  if (needsModel(t)) return;
  await show("l");
  const all = (await desk.call("papers.list", everything(""))).total;
  await desk.press("f");
  const chips = page.locator("#topics .chip");
  await chips.nth(1).waitFor();
  await desk.look("topics");
  const papers = Number(
    (await chips.nth(1).locator(".count").innerText()).replace(/\D/g, ""),
  );
  await chips.nth(1).click();
  const total = () => page.locator(".list .count").first().innerText();
  await desk.until(
    async () => Number(await total()) === papers,
    "only this topic is listed",
  );
  await desk.look("topic");
  await chips.nth(0).click();
  await desk.until(
    async () => Number(await total()) === all,
    "all are listed again",
  );
  await desk.press("f");
  await page.waitForSelector("#topics", { state: "detached" });
});

test("the inbox is ordered by what the reader decided, says on what, and can be switched off", async (t) => {
  if (needsModel(t)) return;
  const decide = (papers, decision) =>
    desk.call("paper.decide", { ids: papers, decision, reason: null });
  await decide(ids.slice(0, 5), "include");
  await decide([...ids.slice(8, 13), ...ids.slice(16, 19)], "exclude");
  await show("i");
  await page.getByRole("button", { name: /^Sort/ }).click();
  await desk.look("sort-menu");
  await page.getByRole("menuitemradio", { name: "Most likely wanted" }).click();
  await page.locator("#papers .rank").first().waitFor();
  await page.getByText(/^Learned from \d+ included and \d+ excluded/).waitFor();
  await page.locator(".why-here").waitFor();
  await desk.look("ranked");
  await page.getByRole("button", { name: "Switch off" }).click();
  await page.getByText("Ranking by your decisions is off").waitFor();
  await desk.until(
    async () => (await page.locator("#papers .rank").count()) === 0,
    "no row carries a rank",
  );
  await page.getByRole("button", { name: "Switch on" }).click();
  await page.locator("#papers .rank").first().waitFor();
  await page.getByRole("button", { name: /^Sort/ }).click();
  await page.getByRole("menuitemradio", { name: "Digest order" }).click();
});

test("what is new in a paper is told when it comes into sight, and marked in the abstract", async (t) => {
  if (needsModel(t)) return;
  await show("i");
  await desk.press("Home");
  await page.waitForSelector("article h2");
  await page
    .locator(".novelty")
    .evaluate((section) => section.scrollIntoView({ block: "end" }));
  const sentence = page.locator(".novelty .sentence").first();
  await sentence.waitFor();
  await desk.look("novelty");
  const text = (await sentence.innerText()).trim();
  await sentence.click();
  const marked = page.locator(".abstract .pointed");
  await marked.first().waitFor();
  const joined = (await marked.allInnerTexts()).join("").trim();
  assert.equal(joined.slice(0, 20), text.slice(0, 20));
});

test("related papers say why, and less like one of them is kept away until it is taken back", async (t) => {
  if (needsModel(t)) return;
  await show("i");
  await desk.press("Home", "r");
  await page.locator(".hits li").first().waitFor();
  await desk.until(
    async () =>
      page.evaluate(
        () => document.activeElement?.matches(".hits .title") ?? false,
      ),
    "the first of them has the focus",
  );
  await desk.press("ArrowRight");
  await page.locator(".hits .sentence").first().waitFor();
  await desk.look("related");
  const first = await page.locator(".hits .name").first().innerText();
  await desk.press("l");
  await page.locator(".unlike .chip").waitFor();
  await desk.until(
    async () =>
      (await page.locator(".hits .name").first().innerText()) !== first,
    "another is first",
  );
  await desk.look("related-unlike");
  await page.getByRole("button", { name: /^Take back/ }).click();
  await desk.until(
    async () =>
      (await page.locator(".hits .name").first().innerText()) === first,
    "it is first again",
  );
});

test("a related paper is included and collected without being opened", async (t) => {
  if (needsModel(t)) return;
  const opened = await page.locator("article h2").innerText();
  const included = (await overview()).included;
  await page
    .locator(".hits li:has(.mark.inbox)")
    .first()
    .locator(".title")
    .focus();
  await desk.press("i");
  await desk.until(
    async () => (await overview()).included === included + 1,
    "it is included",
  );
  assert.equal(await page.locator("article h2").innerText(), opened);
  await page.locator(".hits .title").nth(1).focus();
  await desk.press("c");
  await page.keyboard.type("Near ones");
  await desk.press("Enter");
  await desk.until(
    async () =>
      (await overview()).collections.some(
        ({ name, papers }) => name === "Near ones" && papers === 1,
      ),
    "it is collected",
  );
});

test("several papers and a whole collection are asked about, and each hit names the nearest of them", async (t) => {
  if (needsModel(t)) return;
  await show("l");
  await desk.press("Home", "Shift+j", "Shift+j", "r");
  await page.getByRole("heading", { name: "Related to 3 papers" }).waitFor();
  await page.locator(".hits .nearest").first().waitFor();
  await desk.look("related-to-several");
  await page.locator(".hits .title").first().click();
  await page.getByRole("button", { name: "Related to 3 papers" }).click();
  await page.getByRole("heading", { name: "Related to 3 papers" }).waitFor();

  const { collections } = await overview();
  const { name } = collections[0];
  await page.getByRole("button", { name: new RegExp(`^${name} \\d`) }).focus();
  await page.getByRole("button", { name: `Menu of ${name}` }).click();
  await page.getByRole("menuitem", { name: "Related papers" }).click();
  await page.getByRole("heading", { name: `Related to “${name}”` }).waitFor();
  await page.locator(".hits li").first().waitFor();
  await desk.look("related-to-collection");
});
