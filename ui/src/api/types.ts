// Generated from the operations table in src-tauri/crates/library/src/api; `./dev types` writes it anew.

export type AnnotationCheck = { 
/**
 * Words as one counts them on paper: headings, markup and addresses are none, a formula is one.
 */
words: number, 
/**
 * Sentences that stand in the paper's abstract, in the note's order.
 */
copied: Array<CopiedSentence>, sections: AnnotationSections, };

export type AnnotationPart = "note" | "highlights" | "abstract" | "tags";

export type AnnotationProgress = { papers: number, 
/**
 * Papers with a note.
 */
annotated: number, 
/**
 * Notes of fewer than 50 words.
 */
short: number, 
/**
 * Notes of more than 300 words.
 */
long: number, 
/**
 * Notes of which at least half stands in the abstract.
 */
copied: number, 
/**
 * The first paper without a note, in the view's own order.
 */
next: number | null, 
/**
 * Of all notes together.
 */
words: number, };

/**
 * Words under each heading of the scaffold.
 */
export type AnnotationSections = { summary: number, assessment: number, reflection: number, };

export type AnnotationText = { id: number, 
/**
 * The note as it is being written, Markdown.
 */
text: string, };

export type BackupReport = { path: string, bytes: number, };

export type BackupRequest = { 
/**
 * Absent: `backups/` in the library folder, named by the time.
 */
path: string | null, };

export type Badge = "near-duplicate" | "published-version";

export type CiteForm = "reference" | "citation" | "key" | "bibtex" | "biblatex" | "ris" | "csl-json";

export type CiteRequest = { 
/**
 * In this order.
 */
ids: Array<number>, 
/**
 * Absent: the reader's own choice in the settings.
 */
style: string | null, language: string | null, form: CiteForm, };

export type Cited = { text: string, 
/**
 * The same with its formatting, for the clipboard; only of references and citations.
 */
html: string | null, };

export type CollectionChange = { id: number, papers: Array<number>, };

export type CollectionId = { id: number, };

export type CollectionMade = { id: number, done: Done, };

export type CollectionName = { name: string, };

export type CollectionRename = { id: number, name: string, };

export type CollectionSummary = { id: number, name: string, papers: number, };

export type Colour = "yellow" | "green" | "blue" | "pink";

export type CopiedSentence = { 
/**
 * Scalar offsets into the note.
 */
start: number, end: number, 
/**
 * The abstract's sentence.
 */
source: string, };

export type DecideRequest = { ids: Array<number>, decision: Decision, reason: string | null, };

export type Decision = "inbox" | "include" | "exclude" | "maybe";

export type Density = "comfortable" | "compact";

/**
 * One remark about one place in a source.
 */
export type Diagnostic = { severity: Severity, 
/**
 * Stable, kebab-case: `missing-abstract`, `unbalanced-brace`; what a program matches on.
 */
code: string, 
/**
 * One English sentence for a person.
 */
message: string, 
/**
 * From 1; absent when the remark is about the whole source.
 */
line: number | null, 
/**
 * The text concerned, cut to a readable length.
 */
text: string | null, };

export type DigestSummary = { import_id: number, name: string, format: string, at: string, papers: number, 
/**
 * How many of them have a decision.
 */
triaged: number, };

/**
 * What every change answers: its place in the log, and what it did in words.
 */
export type Done = { 
/**
 * Absent when nothing had to change.
 */
seq: number | null, what: string, papers: Array<number>, };

/**
 * Two papers that may be one work.
 */
export type DuplicatePair = { 
/**
 * The one that was in the library first.
 */
first: PaperDetail, second: PaperDetail, reason: string, 
/**
 * Names of the fields in which they differ.
 */
differing: Array<string>, };

export type DuplicatesRequest = { offset: number, limit: number, };

export type DuplicatesResponse = { 
/**
 * Pairs that wait for a verdict.
 */
total: number, pairs: Array<DuplicatePair>, };

/**
 * Fields left out stay as they are; an empty text clears one.
 */
export type EditRequest = { id: number, title: string | null, abstract: string | null, 
/**
 * One name a line: `Family, Given`, `Given Family`, or `{An Institution}`.
 */
authors: string | null, date: string | null, venue: string | null, doi: string | null, arxiv: string | null, url: string | null, volume: string | null, issue: string | null, pages: string | null, publisher: string | null, type: string | null, };

/**
 * What crosses the boundary when something went wrong. Programs match on `code` only.
 */
export type ErrorBody = { 
/**
 * Stable, snake_case: `library_newer`, `disk_full`, `not_found`, `model_missing`, …
 */
code: string, 
/**
 * What happened, that nothing was lost, and what to do.
 */
message: string, };

/**
 * Something the window should know although it did not ask.
 */
export type Event = { "kind": "changed", stale: Array<string>, } | { "kind": "job", job: Job, };

/**
 * Everything that decides what an export looks like. What a request leaves out has its default.
 */
export type ExportChoices = { 
/**
 * `docx`, `html`, `markdown`, `text`, `bibtex`, `ris`, `csl-json`, …
 */
format: string, 
/**
 * `apa`, `mla`, `chicago`, `ieee`, another archive style's id, the id of a style of the
 * reader's own, or the path of a `.csl` file.
 */
style: string, 
/**
 * A language tag such as `de-DE`; absent: the style's own language.
 */
language: string | null, papers: ExportPapers, 
/**
 * What is printed under a reference, in this order.
 */
annotation: Array<AnnotationPart>, group_by: GroupBy | null, sort: ExportSort, 
/**
 * The order by hand, for that sort; papers not in it follow in their own.
 */
order: Array<number>, 
/**
 * Absent: the style's own title.
 */
title: string | null, 
/**
 * A table of contents, where the format has one.
 */
contents: boolean, 
/**
 * Markdown under a heading, by the heading; under the title for the empty one.
 */
introductions: Record<string, string>, 
/**
 * Headings inside notes are printed; otherwise left out.
 */
note_headings: boolean, 
/**
 * Words under which an annotation is pointed out; absent: 50.
 */
least_words: number | null, 
/**
 * Words over which an annotation is pointed out; absent: 300.
 */
most_words: number | null, 
/**
 * Beside a LaTeX file a BibLaTeX one of the same papers, with the ending `.bib`.
 */
with_bib: boolean, };

export type ExportGroup = { heading: string, 
/**
 * 1 for the outermost.
 */
level: number, entries: number, };

export type ExportPapers = { "kind": "included" } | { "kind": "library" } | { "kind": "selection", ids: Array<number>, } | { "kind": "collection", id: number, } | { "kind": "query", query: string, } | { "kind": "saved", id: number, };

export type ExportPlace = { id: number, title: string, 
/**
 * The heading it stands under; absent where there are no groups.
 */
group: string | null, };

/**
 * Choices that the reader keeps under a name.
 */
export type ExportPreset = { id: number, name: string, choices: ExportChoices, };

/**
 * The number of something that was made, or that is to go.
 */
export type ExportPresetId = { id: number, };

export type ExportPresetSave = { 
/**
 * One of this name, whatever its case, is replaced.
 */
name: string, choices: ExportChoices, };

export type ExportPreview = { 
/**
 * The document as an HTML fragment without styles or scripts; every text is escaped.
 */
html: string, 
/**
 * The style sheet the exported page would carry; for a shadow root's adopted sheet.
 */
css: string, entries: number, warnings: Array<ExportWarning>, 
/**
 * The groups as printed, without those that hold nothing.
 */
groups: Array<ExportGroup>, 
/**
 * All entries as printed; a paper of several groups stands in each.
 */
order: Array<ExportPlace>, seconds: number, };

export type ExportPreviewRequest = { choices: ExportChoices, 
/**
 * Entries to render at most; the counts and warnings are always of all.
 */
limit: number, };

export type ExportReport = { path: string, 
/**
 * The BibLaTeX file beside it, when one was asked for.
 */
bib: string | null, entries: number, bytes: number, seconds: number, warnings: Array<ExportWarning>, };

export type ExportRequest = { choices: ExportChoices, path: string, };

export type ExportSort = "style" | "author" | "date" | "title" | "manual";

export type ExportWarning = { paper: number, title: string, kind: ExportWarningKind, 
/**
 * Words of the annotation, where they are what is odd.
 */
words: number | null, };

export type ExportWarningKind = "no-title" | "no-authors" | "no-year" | "no-annotation" | "copied-abstract" | "short-annotation" | "long-annotation" | "unformatted";

/**
 * A field of the reader's own, for every paper of the library.
 */
export type Field = { id: number, name: string, kind: FieldKind, 
/**
 * What a choice is made from; empty for other kinds.
 */
choices: Array<string>, 
/**
 * Papers that have a value; those in the trash do not count.
 */
papers: number, };

export type FieldCreate = { name: string, kind: FieldKind, choices: Array<string>, };

export type FieldEdit = { id: number, name: string, 
/**
 * A choice that papers have cannot go.
 */
choices: Array<string>, };

export type FieldId = { id: number, };

export type FieldKind = "text" | "number" | "choice" | "yes-no" | "date";

export type FieldSet = { field: number, ids: Array<number>, 
/**
 * Absent or empty: no value.
 */
value: string | null, };

/**
 * Where a field of a paper came from; no import when the reader wrote it.
 */
export type FieldSource = { import_id: number | null, 
/**
 * The digest's name, or who wrote it by hand.
 */
digest: string, line: number | null, };

export type FilePreview = { index: number, name: string, 
/**
 * Absent when no format was recognised; `error` then says why.
 */
format: string | null, format_name: string | null, error: ErrorBody | null, 
/**
 * This very file was imported before.
 */
seen_before: boolean, recognised: number, new: number, present: number, doubtful: number, diagnostics: Array<Diagnostic>, 
/**
 * The first rows; `import.rows` gives the rest.
 */
rows: Array<PreviewRow>, };

export type FileReport = { file: string, format: string, import_id: number | null, recognised: number, added: number, merged: number, unchanged: number, skipped: number, diagnostics: Array<Diagnostic>, };

export type GroupBy = "tag" | "year" | "collection" | "topic" | "decision";

export type Highlight = { id: number, 
/**
 * Scalar offsets into the abstract.
 */
start: number, end: number, 
/**
 * The words marked, kept so that a highlight survives a changed abstract.
 */
text: string, colour: Colour, comment: string, };

export type HighlightEdit = { id: number, colour: Colour, comment: string, };

export type HighlightId = { id: number, };

export type HighlightRequest = { paper: number, start: number, end: number, colour: Colour, comment: string, };

export type HistoryEntry = { seq: number, at: string, what: string, papers: number, 
/**
 * False when it has been undone.
 */
in_force: boolean, };

export type HitWhy = "words" | "meaning" | "both";

export type IdRequest = { id: number, };

export type IdsRequest = { ids: Array<number>, };

export type IdsResponse = { ids: Array<number>, };

/**
 * The shape of `lectern import --json`.
 */
export type ImportReport = { imports: Array<FileReport>, 
/**
 * Papers in the library afterwards.
 */
papers: number, seconds: ImportSeconds, 
/**
 * What saved searches hit among the papers that are new: by words at once, by meaning once they
 * have vectors, which is told as a change. By name; those that hit nothing are left out.
 */
watched: Array<Watched>, 
/**
 * The action to undo; absent when nothing changed.
 */
seq: number | null, };

export type ImportRequest = { preview: number, leave_out: Array<RowRef>, corrections: Array<RowCorrection>, 
/**
 * Whether to start embedding the new papers afterwards.
 */
embed: boolean, };

export type ImportSeconds = { parse: number, store: number, index: number, embed: number, };

/**
 * One background job. `done` and `total` count what `phase` names.
 */
export type Job = { id: number, 
/**
 * `embedding`, `indexing`, `export`, `backup`, `import`.
 */
job: string, phase: string, done: number, total: number, state: JobState, error: ErrorBody | null, };

export type JobId = { id: number, };

export type JobState = "running" | "done" | "cancelled" | "failed";

export type KeyRequest = { id: number, 
/**
 * 1 to 100 characters without blanks and none of `, { } " # % ~ \\`.
 */
key: string, };

export type KnownPaper = { id: number, key: string, title: string, 
/**
 * Cosine of the two papers' vectors, -1 to 1.
 */
score: number, };

export type KnownSentence = { id: number, key: string, title: string, text: string, };

/**
 * A language that references can be printed in.
 */
export type LanguageSummary = { 
/**
 * Its tag, such as `de-DE`.
 */
id: string, 
/**
 * Its name in itself.
 */
name: string, };

export type ListRequest = { view: View, 
/**
 * The query language of the search box; empty for everything in the view.
 */
query: string, mode: SearchMode, sort: Sort, descending: boolean | null, 
/**
 * A collection for the order by nearness; absent for what the reader keeps.
 */
near: number | null, 
/**
 * Only the papers of this topic of the same view and query.
 */
topic: string | null, offset: number, limit: number, };

export type ListResponse = { total: number, rows: Array<PaperRow>, seconds: number, 
/**
 * What of the query could not be understood; the rest was searched.
 */
query_errors: Array<QueryError>, };

export type Matrix = { total: number, columns: Array<MatrixHeading>, rows: Array<MatrixRow>, 
/**
 * Headings found in the notes of all these papers, to choose from.
 */
sections: Array<string>, };

/**
 * What stands in a column.
 */
export type MatrixColumn = { "kind": "title" } | { "kind": "authors" } | { "kind": "year" } | { "kind": "venue" } | { "kind": "key" } | { "kind": "decision" } | { "kind": "tags" } | { "kind": "stars" } | { "kind": "note" } | { "kind": "section", name: string, } | { "kind": "field", id: number, };

export type MatrixExport = { view: View, query: string, columns: Array<MatrixColumn>, 
/**
 * `csv`, `docx`, `markdown` or `html`
 */
format: string, title: string | null, path: string, };

export type MatrixHeading = { name: string, column: MatrixColumn, editable: boolean, };

export type MatrixId = { id: number, };

export type MatrixRequest = { view: View, 
/**
 * The query language of the search box; empty for everything in the view.
 */
query: string, columns: Array<MatrixColumn>, offset: number, 
/**
 * 0 for a hundred.
 */
limit: number, };

export type MatrixRow = { id: number, key: string, title: string, 
/**
 * One for each column.
 */
cells: Array<string>, };

export type MatrixSave = { 
/**
 * One of this name, whatever its case, is replaced.
 */
name: string, columns: Array<MatrixColumn>, };

/**
 * Columns that the reader keeps under a name.
 */
export type MatrixSaved = { id: number, name: string, columns: Array<MatrixColumn>, };

export type MatrixSet = { id: number, column: MatrixColumn, 
/**
 * Written as the cell shows it.
 */
value: string, };

export type ModelState = { present: boolean, name: string, 
/**
 * When absent: what is missing and how to get it.
 */
advice: string | null, };

/**
 * A person's name in parts, or a name that has none (an institution, a collaboration).
 */
export type Name = { literal: string, } | { family: string, given?: string | null, 
/**
 * A particle that belongs to the surname when it is cited: `van`, `de la`.
 */
"non-dropping-particle"?: string | null, suffix?: string | null, 
/**
 * The person's ORCID iD, `0000-0002-1825-0097`, when the source gives it.
 */
orcid?: string | null, };

export type NearPaper = { id: number, title: string, decision: Decision, };

export type NoteRequest = { id: number, 
/**
 * Markdown.
 */
text: string, };

export type Nothing = Record<symbol, never>;

export type NovelSentence = { text: string, 
/**
 * 0: no sentence of a known paper is like it; 1: one says the same.
 */
coverage: number, 
/**
 * The known sentence that is most like it.
 */
nearest: KnownSentence | null, };

/**
 * What of a paper is least like what the reader has. A similarity cue, not a verdict.
 */
export type Novelty = { 
/**
 * The nearest paper that was here before it, or that the reader keeps.
 */
nearest: KnownPaper | null, 
/**
 * The sentences of its abstract, the least covered first; announcements are left out.
 */
sentences: Array<NovelSentence>, note: string, };

/**
 * What the sidebar and the status line show.
 */
export type Overview = { inbox: number, library: number, included: number, maybe: number, excluded: number, starred: number, trash: number, 
/**
 * Pairs of papers that wait for a verdict.
 */
duplicates: number, 
/**
 * Newest first.
 */
digests: Array<DigestSummary>, collections: Array<CollectionSummary>, tags: Array<TagSummary>, 
/**
 * By name.
 */
saved: Array<SavedSummary>, model: ModelState, 
/**
 * Papers that have a vector.
 */
embedded: number, 
/**
 * What undo and redo would do next, in words; absent when there is nothing.
 */
undo: string | null, redo: string | null, last_backup: string | null, folder: string, 
/**
 * False when another Lectern owns this library's index: search may lag a moment behind.
 */
owner: boolean, };

export type Pair = { first: number, second: number, };

/**
 * What two papers are to each other.
 */
export type PairVerdict = "same" | "not-same" | "versions";

/**
 * All that is known of one paper.
 */
export type PaperDetail = { id: number, key: string, title: string, abstract: string | null, authors: Array<Name>, year: number | null, 
/**
 * `2024`, `2024-03` or `2024-03-14`.
 */
date: string | null, venue: string | null, type: string, identifiers: Record<string, string>, urls: Array<string>, tags: Array<string>, decision: Decision, reason: string | null, stars: number, note: string, highlights: Array<Highlight>, sightings: Array<Sighting>, versions: Array<Version>, 
/**
 * Papers that may be the same work; nobody has said.
 */
doubtful: Array<Version>, 
/**
 * Which source gave which field.
 */
sources: { [key in string]: FieldSource }, collections: Array<number>, volume: string | null, issue: string | null, pages: string | null, publisher: string | null, language: string | null, keywords: Array<string>, added: string, trashed: boolean, };

/**
 * One row of the list.
 */
export type PaperRow = { id: number, key: string, title: string, 
/**
 * Ready to show, `Ada Lovelace, Charles Babbage and 4 more`; empty when unknown.
 */
authors: string, year: number | null, venue: string | null, decision: Decision, reason: string | null, stars: number, tags: Array<string>, has_note: boolean, has_abstract: boolean, 
/**
 * In how many digests it was seen.
 */
seen: number, 
/**
 * Came with the newest import and nobody has decided on it.
 */
new: boolean, badges: Array<Badge>, snippet: Snippet | null, 
/**
 * Parts of the title that the query found.
 */
title_ranges: Array<[number, number]>, 
/**
 * Why it is a hit; absent without a query.
 */
why: HitWhy | null, 
/**
 * Why saved searches hit it when it came in.
 */
watched: Array<WatchHit>, 
/**
 * Why it stands where it does; only in an order by decisions or by nearness.
 */
rank: RankCue | null, };

/**
 * What an import would do. Held by the application until imported or cancelled.
 */
export type Preview = { id: number, files: Array<FilePreview>, recognised: number, new: number, present: number, doubtful: number, };

export type PreviewId = { preview: number, };

export type PreviewRequest = { 
/**
 * Files and folders.
 */
paths: Array<string>, 
/**
 * Text pasted or read from standard input, instead of paths.
 */
text: string | null, 
/**
 * A format's id when the reader knows better than the sniffer.
 */
format: string | null, };

export type PreviewRow = { position: number, line: number, title: string, authors: string, year: number | null, 
/**
 * The whole of it, so that it can be corrected; empty when there is none.
 */
abstract: string, status: PreviewStatus, 
/**
 * The paper in the library it is, or may be.
 */
existing: number | null, existing_title: string | null, 
/**
 * Why it is the same, or why it is doubtful.
 */
reasons: Array<string>, };

export type PreviewStatus = "new" | "completes" | "present" | "doubtful";

export type ProgressRequest = { view: View, };

export type QueryError = { message: string, start: number, end: number, };

/**
 * Why a paper stands where an order by decisions or by nearness put it.
 */
export type RankCue = { 
/**
 * By decisions: the chance, 0 to 1, that the reader includes it, calibrated on the decisions
 * so far. By nearness: the cosine to the nearest kept paper or group of kept papers.
 */
share: number, 
/**
 * The decided paper it is nearest to; by nearness, the kept one.
 */
nearest: NearPaper | null, 
/**
 * Words it has in common with included papers and not with excluded ones, most telling first.
 */
terms: Array<string>, };

/**
 * Whether the order by decisions can be had, and what it stands on.
 */
export type Ranking = { 
/**
 * The switch in the settings.
 */
on: boolean, 
/**
 * Enough decisions to learn from. Otherwise the order by decisions is that by nearness.
 */
usable: boolean, 
/**
 * Papers that count as wanted: included, maybe, or starred and not excluded.
 */
included: number, excluded: number, 
/**
 * How well it works, or what it lacks, in words.
 */
note: string, };

export type RelatedHit = { id: number, key: string, title: string, authors: string, year: number | null, decision: Decision, 
/**
 * Cosine with the asked paper that it is nearest to, -1 to 1 (of many asked papers, with the
 * group of them), less half its cosine with the nearest paper of `unlike`.
 */
score: number, 
/**
 * So near to an asked paper that it may be the same work.
 */
near_duplicate: boolean, 
/**
 * Which of the asked papers it is nearest to.
 */
nearest: number, why: RelatedWhy | null, };

export type RelatedRequest = { 
/**
 * The papers asked about; a hit is near to one of them, not to their middle.
 */
of: Array<number>, limit: number, 
/**
 * Compute every hit's reason at once; without it, ask `related.why` for the visible ones.
 */
why: boolean, 
/**
 * Less like these: what is near to one of them comes later.
 */
unlike: Array<number>, 
/**
 * Only what this query finds, in the language of the search box; empty for everything.
 */
query: string, 
/**
 * Only what is in this view; without one, the library.
 */
view: View | null, 
/**
 * Asks about all papers of this collection in place of `of`.
 */
collection: number | null, };

export type RelatedResponse = { of: Array<number>, model: string, seconds: number, hits: Array<RelatedHit>, 
/**
 * What a reader should know before trusting the hits: a language that the model hardly
 * covers, asked papers that have no vector yet.
 */
note: string | null, };

export type RelatedWhy = { 
/**
 * The nearest pair of sentences, the asked paper's first; empty when either has no abstract.
 */
sentences: Array<string>, 
/**
 * Words both use that few papers in the library use, rarest first.
 */
terms: Array<string>, tags: Array<string>, 
/**
 * People who wrote both, as the asked paper spells them.
 */
authors: Array<string>, 
/**
 * Names of the reader's collections that hold both.
 */
collections: Array<string>, };

export type RowCorrection = { file: number, position: number, title: string | null, abstract: string | null, };

export type RowRef = { file: number, position: number, };

export type RowsRequest = { preview: number, file: number, offset: number, limit: number, };

export type RowsResponse = { rows: Array<PreviewRow>, };

/**
 * A question before it is saved.
 */
export type SavedCount = { query: string, mode: SearchMode, 
/**
 * As in [`SavedRequest`].
 */
threshold: number | null, };

export type SavedCounted = { 
/**
 * Papers that it would find now.
 */
papers: number, };

export type SavedEdit = { id: number, name: string, query: string, mode: SearchMode, threshold: number | null, };

export type SavedId = { id: number, };

export type SavedMade = { id: number, done: Done, };

export type SavedRequest = { name: string, 
/**
 * The query language of the search box, at most 2,000 characters. Every word must be there.
 */
query: string, mode: SearchMode, 
/**
 * The least cosine of a hit by meaning, 0 to 1; absent: the measured default.
 */
threshold: number | null, };

/**
 * A saved search in the sidebar.
 */
export type SavedSummary = { id: number, name: string, query: string, mode: SearchMode, 
/**
 * Absent: the measured default.
 */
threshold: number | null, 
/**
 * Papers it finds, as last counted; a count that has changed is told as a change.
 */
papers: number, 
/**
 * Papers that came in and that it hit since the reader last looked.
 */
new: number, 
/**
 * What of the query could not be understood; the rest is searched.
 */
errors: Array<QueryError>, };

export type SearchMode = "hybrid" | "words" | "meaning";

export type Settings = { theme: Theme, language: string, 
/**
 * Text size in percent, 80 to 160.
 */
text_size: number, density: Density, 
/**
 * Reasons for exclusion in the order of their keys 1 to 9.
 */
reasons: Array<string>, 
/**
 * Whether lists may be ordered by what the reader decided so far.
 */
ranking: boolean, 
/**
 * The style of a reference that is copied.
 */
cite_style: string, 
/**
 * What the citation key of a new paper is made of, such as `[author][year][word]`.
 */
key_pattern: string, 
/**
 * Rebound keys: action id → keys as tinykeys writes them.
 */
keys: Record<string, string>, 
/**
 * Sidebar and list widths and whatever else the window remembers, by name.
 */
window: Record<string, unknown>, };

export type SettleRequest = { pairs: Array<Pair>, verdict: PairVerdict, };

export type Severity = "info" | "warning" | "error";

export type Sighting = { import_id: number, 
/**
 * The digest's name: its file name, or what the digest calls itself.
 */
digest: string, position: number, line: number, 
/**
 * The digest's own date as far as it states one, otherwise the import's.
 */
date: string | null, title: string, 
/**
 * Names of the fields that the paper has from it.
 */
gave: Array<string>, };

export type Snippet = { 
/**
 * `title`, `abstract`, `note`, `authors`, …
 */
field: string, text: string, ranges: Array<[number, number]>, };

export type Sort = "relevance" | "digest" | "added" | "date" | "title" | "author" | "stars" | "manual" | "nearness" | "ranking" | "uncertain";

export type StarRequest = { ids: Array<number>, 
/**
 * 0 to 5.
 */
stars: number, };

/**
 * A `.csl` file: where it is, or what it holds.
 */
export type StyleAdd = { path: string | null, 
/**
 * The file's name, for a text.
 */
name: string | null, text: string | null, };

export type StyleId = { id: string, };

/**
 * How a style cites in the text.
 */
export type StyleKind = "author-date" | "numeric" | "label" | "note" | "author" | "other";

export type StyleSearch = { 
/**
 * Best match first, the reader's own before all.
 */
styles: Array<StyleSummary>, 
/**
 * How many there are without the limit.
 */
total: number, 
/**
 * Every field of study there is, by name.
 */
fields: Array<string>, };

export type StyleSummary = { id: string, name: string, 
/**
 * Shown first.
 */
main: boolean, kind: StyleKind, 
/**
 * Fields of study, as CSL names them.
 */
fields: Array<string>, 
/**
 * Added by the reader.
 */
own: boolean, 
/**
 * The style that it takes its form from, when it only points to one.
 */
parent: string | null, };

export type StylesRequest = { 
/**
 * Words of the style's name; empty for all, the main styles first.
 */
query: string, 
/**
 * Only styles of this field of study.
 */
field: string | null, 
/**
 * 0 for fifty.
 */
limit: number, };

export type TagRequest = { ids: Array<number>, add: Array<string>, remove: Array<string>, };

export type TagSummary = { name: string, papers: number, };

export type Theme = "system" | "light" | "dark";

export type TopicSummary = { 
/**
 * For [`super::ListRequest::topic`]; the same as long as the label is.
 */
id: string, label: string, 
/**
 * Words and pairs of words that tell this topic from the others, most telling first.
 */
terms: Array<string>, papers: number, };

/**
 * What the papers of a view and query are about; the largest topic first.
 */
export type Topics = { topics: Array<TopicSummary>, 
/**
 * Papers that have not been embedded and so belong to no topic.
 */
without: number, seconds: number, note: string | null, };

export type TopicsRequest = { view: View, 
/**
 * The query language of the search box; empty for everything in the view.
 */
query: string, };

export type UndoRequest = { 
/**
 * A certain action instead of the newest; refused when later changes stand on it.
 */
seq: number | null, };

export type Version = { id: number, key: string, title: string, reason: string, };

/**
 * A set of papers that the sidebar can show.
 */
export type View = { "kind": "inbox" } | { "kind": "library" } | { "kind": "included" } | { "kind": "maybe" } | { "kind": "excluded" } | { "kind": "trash" } | { "kind": "starred" } | { "kind": "digest", id: number, } | { "kind": "collection", id: number, } | { "kind": "tag", name: string, } | { "kind": "saved", id: number, };

/**
 * Why a saved search hit a paper when it came in.
 */
export type WatchHit = { saved: number, 
/**
 * The saved search's name.
 */
name: string, why: HitWhy, 
/**
 * What matched, as the paper spells it; empty for a hit by meaning, and where only fields
 * such as a year were asked for.
 */
words: Array<string>, 
/**
 * Cosine of the question and the paper, for a hit by meaning.
 */
score: number | null, 
/**
 * The reader has not looked at the saved search since.
 */
new: boolean, };

/**
 * What a saved search hit in one import.
 */
export type Watched = { saved: number, name: string, papers: number, };

export type WhyRequest = { of: Array<number>, hit: number, };

export interface Operations {
  "overview": { request: Nothing; response: Overview };
  "papers.list": { request: ListRequest; response: ListResponse };
  "papers.ids": { request: ListRequest; response: IdsResponse };
  "paper.show": { request: IdRequest; response: PaperDetail };
  "paper.history": { request: IdRequest; response: Array<HistoryEntry> };
  "related": { request: RelatedRequest; response: RelatedResponse };
  "related.why": { request: WhyRequest; response: RelatedWhy };
  "ranking": { request: Nothing; response: Ranking };
  "novelty": { request: IdRequest; response: Novelty };
  "topics": { request: TopicsRequest; response: Topics };
  "paper.decide": { request: DecideRequest; response: Done };
  "paper.star": { request: StarRequest; response: Done };
  "paper.tag": { request: TagRequest; response: Done };
  "paper.note": { request: NoteRequest; response: Done };
  "paper.edit": { request: EditRequest; response: Done };
  "paper.trash": { request: IdsRequest; response: Done };
  "paper.restore": { request: IdsRequest; response: Done };
  "highlight.add": { request: HighlightRequest; response: Done };
  "highlight.edit": { request: HighlightEdit; response: Done };
  "highlight.remove": { request: HighlightId; response: Done };
  "collection.create": { request: CollectionName; response: CollectionMade };
  "collection.rename": { request: CollectionRename; response: Done };
  "collection.delete": { request: CollectionId; response: Done };
  "collection.add": { request: CollectionChange; response: Done };
  "collection.remove": { request: CollectionChange; response: Done };
  "collection.order": { request: CollectionChange; response: Done };
  "saved.count": { request: SavedCount; response: SavedCounted };
  "saved.create": { request: SavedRequest; response: SavedMade };
  "saved.edit": { request: SavedEdit; response: Done };
  "saved.delete": { request: SavedId; response: Done };
  "saved.seen": { request: SavedId; response: Nothing };
  "duplicates": { request: DuplicatesRequest; response: DuplicatesResponse };
  "duplicates.settle": { request: SettleRequest; response: Done };
  "import.preview": { request: PreviewRequest; response: Preview };
  "import.sample": { request: Nothing; response: Preview };
  "import.rows": { request: RowsRequest; response: RowsResponse };
  "import.run": { request: ImportRequest; response: ImportReport };
  "import.cancel": { request: PreviewId; response: Nothing };
  "annotation.check": { request: AnnotationText; response: AnnotationCheck };
  "annotation.progress": { request: ProgressRequest; response: AnnotationProgress };
  "fields": { request: Nothing; response: Array<Field> };
  "field.create": { request: FieldCreate; response: FieldId };
  "field.edit": { request: FieldEdit; response: Done };
  "field.delete": { request: FieldId; response: Done };
  "field.set": { request: FieldSet; response: Done };
  "matrix": { request: MatrixRequest; response: Matrix };
  "matrix.set": { request: MatrixSet; response: Done };
  "matrix.saved": { request: Nothing; response: Array<MatrixSaved> };
  "matrix.save": { request: MatrixSave; response: MatrixId };
  "matrix.export": { request: MatrixExport; response: ExportReport };
  "matrix.delete": { request: MatrixId; response: Nothing };
  "paper.key": { request: KeyRequest; response: Done };
  "cite": { request: CiteRequest; response: Cited };
  "export.styles": { request: StylesRequest; response: StyleSearch };
  "export.languages": { request: Nothing; response: Array<LanguageSummary> };
  "export.style.add": { request: StyleAdd; response: StyleSummary };
  "export.style.remove": { request: StyleId; response: Nothing };
  "export.presets": { request: Nothing; response: Array<ExportPreset> };
  "export.preset.save": { request: ExportPresetSave; response: ExportPresetId };
  "export.preset.delete": { request: ExportPresetId; response: Nothing };
  "export.preview": { request: ExportPreviewRequest; response: ExportPreview };
  "export.run": { request: ExportRequest; response: ExportReport };
  "undo": { request: UndoRequest; response: Done };
  "redo": { request: Nothing; response: Done };
  "history": { request: Nothing; response: Array<HistoryEntry> };
  "jobs": { request: Nothing; response: Array<Job> };
  "job.cancel": { request: JobId; response: Nothing };
  "embed": { request: Nothing; response: Job };
  "backup": { request: BackupRequest; response: BackupReport };
  "settings": { request: Nothing; response: Settings };
  "settings.save": { request: Settings; response: Nothing };
}

export const MEANING: Record<keyof Operations, { shows: string[]; stale: string[] }> = {
  "overview": { shows: ["overview"], stale: [] },
  "papers.list": { shows: ["papers"], stale: [] },
  "papers.ids": { shows: ["papers"], stale: [] },
  "paper.show": { shows: ["paper"], stale: [] },
  "paper.history": { shows: ["paper"], stale: [] },
  "related": { shows: ["related"], stale: [] },
  "related.why": { shows: ["related"], stale: [] },
  "ranking": { shows: ["ranking"], stale: [] },
  "novelty": { shows: ["related"], stale: [] },
  "topics": { shows: ["papers"], stale: [] },
  "paper.decide": { shows: [], stale: ["papers", "paper", "overview", "ranking"] },
  "paper.star": { shows: [], stale: ["papers", "paper", "overview", "ranking"] },
  "paper.tag": { shows: [], stale: ["papers", "paper", "overview"] },
  "paper.note": { shows: [], stale: ["papers", "paper"] },
  "paper.edit": { shows: [], stale: ["papers", "paper"] },
  "paper.trash": { shows: [], stale: ["papers", "paper", "overview", "duplicates", "ranking"] },
  "paper.restore": { shows: [], stale: ["papers", "paper", "overview", "duplicates", "ranking"] },
  "highlight.add": { shows: [], stale: ["paper"] },
  "highlight.edit": { shows: [], stale: ["paper"] },
  "highlight.remove": { shows: [], stale: ["paper"] },
  "collection.create": { shows: [], stale: ["overview"] },
  "collection.rename": { shows: [], stale: ["overview"] },
  "collection.delete": { shows: [], stale: ["overview", "papers", "paper"] },
  "collection.add": { shows: [], stale: ["overview", "papers", "paper"] },
  "collection.remove": { shows: [], stale: ["overview", "papers", "paper"] },
  "collection.order": { shows: [], stale: ["papers"] },
  "saved.count": { shows: ["papers"], stale: [] },
  "saved.create": { shows: [], stale: ["overview"] },
  "saved.edit": { shows: [], stale: ["overview", "papers"] },
  "saved.delete": { shows: [], stale: ["overview", "papers"] },
  "saved.seen": { shows: [], stale: ["overview", "papers"] },
  "duplicates": { shows: ["duplicates"], stale: [] },
  "duplicates.settle": { shows: [], stale: ["overview", "papers", "paper", "related", "duplicates", "ranking"] },
  "import.preview": { shows: [], stale: [] },
  "import.sample": { shows: [], stale: [] },
  "import.rows": { shows: [], stale: [] },
  "import.run": { shows: [], stale: ["overview", "papers", "paper", "related", "duplicates", "ranking"] },
  "import.cancel": { shows: [], stale: [] },
  "annotation.check": { shows: [], stale: [] },
  "annotation.progress": { shows: ["papers", "paper"], stale: [] },
  "fields": { shows: ["fields"], stale: [] },
  "field.create": { shows: [], stale: ["fields", "overview"] },
  "field.edit": { shows: [], stale: ["fields", "overview"] },
  "field.delete": { shows: [], stale: ["fields", "overview"] },
  "field.set": { shows: [], stale: ["papers", "paper", "fields", "overview"] },
  "matrix": { shows: ["papers", "paper", "fields"], stale: [] },
  "matrix.set": { shows: [], stale: ["papers", "paper", "fields", "overview", "ranking"] },
  "matrix.saved": { shows: ["fields"], stale: [] },
  "matrix.save": { shows: [], stale: ["fields", "overview"] },
  "matrix.export": { shows: [], stale: [] },
  "matrix.delete": { shows: [], stale: ["fields", "overview"] },
  "paper.key": { shows: [], stale: ["papers", "paper"] },
  "cite": { shows: [], stale: [] },
  "export.styles": { shows: ["styles"], stale: [] },
  "export.languages": { shows: [], stale: [] },
  "export.style.add": { shows: [], stale: ["styles"] },
  "export.style.remove": { shows: [], stale: ["styles"] },
  "export.presets": { shows: ["presets"], stale: [] },
  "export.preset.save": { shows: [], stale: ["presets", "overview"] },
  "export.preset.delete": { shows: [], stale: ["presets", "overview"] },
  "export.preview": { shows: ["papers", "paper"], stale: [] },
  "export.run": { shows: [], stale: [] },
  "undo": { shows: [], stale: ["overview", "papers", "paper", "related", "duplicates", "ranking", "presets", "fields"] },
  "redo": { shows: [], stale: ["overview", "papers", "paper", "related", "duplicates", "ranking", "presets", "fields"] },
  "history": { shows: ["overview"], stale: [] },
  "jobs": { shows: ["jobs"], stale: [] },
  "job.cancel": { shows: [], stale: [] },
  "embed": { shows: [], stale: [] },
  "backup": { shows: [], stale: ["overview"] },
  "settings": { shows: ["settings"], stale: [] },
  "settings.save": { shows: [], stale: ["settings", "ranking"] },
};
