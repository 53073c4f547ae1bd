import { cleanup, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import type { FieldSource, PaperDetail, Sighting } from "../api";
import Provenance from "./Provenance.svelte";

const sighting = (import_id: number, line: number, gave: string[]): Sighting => ({
  import_id,
  digest: `list ${import_id}`,
  position: 1,
  line,
  date: "2024-03-14",
  title: "A Title",
  gave,
});

const from = (import_id: number | null, line: number | null): FieldSource => ({
  import_id,
  digest: "",
  line,
});

describe("where a paper came from", () => {
  afterEach(cleanup);

  it("names what each digest gave, less what came from elsewhere later, and what was edited", () => {
    const detail = {
      id: 1,
      versions: [],
      sightings: [
        sighting(1, 4, ["title", "abstract", "authors"]),
        sighting(2, 9, ["authors", "venue", "doi"]),
      ],
      sources: {
        title: from(null, null),
        abstract: from(1, 4),
        authors: from(2, 9),
        venue: from(2, 9),
        doi: from(2, 9),
      },
    } as unknown as PaperDetail;
    render(Provenance, { detail });
    expect(screen.getByText("gave abstract")).toBeTruthy();
    expect(screen.getByText("gave authors, venue, and DOI")).toBeTruthy();
    expect(screen.getByText("Edited by you: title")).toBeTruthy();
  });
});
