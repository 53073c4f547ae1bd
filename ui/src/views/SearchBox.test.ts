import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ACTIONS } from "../actions/table";
import { desk } from "../stores/desk.svelte";
import { fakeBackend, fakePage, listOf } from "../testing/backend";
import SearchBox from "./SearchBox.svelte";

const box = () => screen.getByRole<HTMLInputElement>("searchbox", { name: "Search papers" });

describe("the search box", () => {
  beforeEach(() => fakePage());

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    desk.query = "";
    desk.topic = null;
  });

  it("marks the part that was not understood and says that the rest was searched", async () => {
    fakeBackend({
      "papers.list": {
        ...listOf(),
        query_errors: [{ message: "A year is a number.", start: 10, end: 14 }],
      },
    });
    render(SearchBox);
    box().focus();
    await fireEvent.input(box(), { target: { value: "long year:soon" } });
    const marked = await screen.findByText("soon");
    expect(marked.tagName).toBe("MARK");
    expect(marked.parentElement?.textContent).toBe("long year:soon");
    const said = document.querySelector("#search-problems")?.textContent;
    expect(said).toContain("A year is a number.");
    expect(said).toContain("the rest was searched");
    expect(box().getAttribute("aria-describedby")).toBe("search-problems");
  });

  it("opens its language by an action and puts the line chosen into the query", async () => {
    const { of } = fakeBackend({ "papers.list": listOf() });
    render(SearchBox);
    box().focus();
    await fireEvent.input(box(), { target: { value: "robots" } });
    await ACTIONS.find(({ id }) => id === "search-help")?.run();
    const line = await screen.findByRole("button", { name: /this year or later/ });
    await waitFor(() => expect(document.activeElement?.textContent).toContain("attention memory"));
    await fireEvent.click(line);
    expect(desk.query).toBe("robots year:>=2020 ");
    await waitFor(() => expect(document.activeElement).toBe(box()));
    expect(box().selectionStart).toBe(19);
    await waitFor(() => expect(of("papers.list").at(-1)?.query).toBe("robots year:>=2020"));
  });

  it("lets go of a topic when another query is typed", async () => {
    const { of } = fakeBackend({ "papers.list": listOf() });
    render(SearchBox);
    await desk.chooseTopic({ id: "t3", label: "video" });
    expect(of("papers.list").at(-1)?.topic).toBe("t3");
    await fireEvent.input(box(), { target: { value: "robots" } });
    await waitFor(() => expect(of("papers.list").at(-1)?.topic).toBe(null));
  });
});
