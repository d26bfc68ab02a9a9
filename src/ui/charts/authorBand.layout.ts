import { authorRuns, runIndexAt, type Author, type AuthorRun } from "./authorRuns";
import { pixel } from "./pixel";

export interface AuthorBandData {
  authors: readonly Author[];
  /** Positions the axis has place for, where it is more than there are authors. */
  places?: number | undefined;
  /** Whose tokens they would be by other rules. */
  preview?: AuthorPreview | undefined;
}

export interface AuthorPreview {
  authors: readonly Author[];
  /** The first position at which the text itself would differ; without it, the text would stay as it is. */
  firstDifference?: number | undefined;
}

export interface AuthorBandLayout {
  runs: readonly AuthorRun[];
  /** One path an author, whoever wrote most first, so that the few lie over the many. */
  lanes: readonly Lane[];
  previewLanes: readonly Lane[];
  /** Heights in pixels: the band, the thin band of the preview, and the line of text below it. */
  band: { top: number; bottom: number };
  preview: { top: number; bottom: number };
  /** Where the text would begin to differ; its words stand beside x, on the side that has more room. */
  difference: { x: number; textX: number; textY: number; anchor: "start" | "end" } | null;
  /** Edges of a run in pixels. */
  edgesOf(run: AuthorRun): { left: number; right: number };
  /** Index of the run under x, or of the last one; −1 where there are none. */
  runAt(x: number): number;
  /** The position under x, clamped to the authors. */
  positionAt(x: number): number;
}

export interface Lane {
  author: Author;
  path: string;
}

/** Pixels at a type size of 1. */
const BAND = 10;
/** A's stretches are this much thinner on both sides, so that the band can be read without colours too. */
const INSET = 2.5;
const GAP = 3;
const PREVIEW = 5;
const PREVIEW_INSET = 1.5;
const TEXT = 14;
/** What is narrower, or lower as a share of the band, would not be seen. */
const LEAST_WIDTH = 1.5;
const LEAST_SHARE = 0.3;

/** Pixels a band takes: alone, and with room for a preview and its words. */
export function authorBandHeight(withPreview: boolean, type = 1): number {
  return Math.ceil((BAND + (withPreview ? GAP + PREVIEW + TEXT : 0)) * type);
}

/** Everything AuthorBand draws. `type` is the page's type size as a multiple of the usual one. */
export function authorBandLayout(data: AuthorBandData, width: number, type = 1): AuthorBandLayout {
  const count = data.authors.length;
  const places = Math.max(1, count, data.places ?? 0);
  const edgeOf = (position: number) => (position * width) / places;
  const runs = authorRuns(data.authors);
  const previewed = data.preview?.authors.slice(0, places) ?? [];
  const band = { top: 0, bottom: BAND * type };
  const previewTop = band.bottom + GAP * type;
  const preview = { top: previewTop, bottom: previewTop + PREVIEW * type };
  const positionAt = (x: number) =>
    Math.max(0, Math.min(count - 1, Math.floor((x * places) / Math.max(1, width))));
  const first = data.preview?.firstDifference;
  const at = first === undefined ? null : pixel(edgeOf(Math.max(0, Math.min(places, first))));
  const start = at !== null && at < width / 2;

  return {
    runs,
    lanes: lanesOf(data.authors, runs, edgeOf, band, INSET * type),
    previewLanes: data.preview
      ? lanesOf(previewed, authorRuns(previewed), edgeOf, preview, PREVIEW_INSET * type)
      : [],
    band,
    preview,
    difference:
      at === null
        ? null
        : {
            x: at,
            textX: pixel(at + (start ? 4 : -4) * type),
            textY: pixel(preview.bottom + (TEXT - 3) * type),
            anchor: start ? "start" : "end",
          },
    edgesOf: ({ from, to }) => ({ left: pixel(edgeOf(from)), right: pixel(edgeOf(to + 1)) }),
    runAt: (x) => runIndexAt(runs, positionAt(x)),
    positionAt,
  };
}

interface Bar {
  left: number;
  right: number;
  /** Height as a share of the band's. */
  share: number;
}

/** Bars of each author as one path, standing on the band's foot; A's are thinner by `inset` above and below. */
function lanesOf(
  authors: readonly Author[],
  runs: readonly AuthorRun[],
  edgeOf: (position: number) => number,
  { top, bottom }: { top: number; bottom: number },
  inset: number,
): Lane[] {
  const tokens = new Map<Author, number>();
  for (const { from, to, author } of runs) tokens.set(author, (tokens.get(author) ?? 0) + to - from + 1);
  const byTokens = [...tokens].sort(([, x], [, y]) => y - x).map(([author]) => author);
  const dense = edgeOf(1) - edgeOf(0) < LEAST_WIDTH;
  return byTokens.map((author, index) => {
    const bars = dense ? columnBars(authors, author, edgeOf, index === 0) : runBars(runs, author, edgeOf);
    const by = author === "a" ? inset : 0;
    const foot = bottom - by;
    const path = bars
      .map(({ left, right, share }) => {
        const head = foot - share * (bottom - top - 2 * by);
        return `M${pixel(left)},${pixel(head)}H${pixel(right)}V${pixel(foot)}H${pixel(left)}Z`;
      })
      .join("");
    return { author, path };
  });
}

function runBars(runs: readonly AuthorRun[], author: Author, edgeOf: (position: number) => number): Bar[] {
  return runs
    .filter((run) => run.author === author)
    .map(({ from, to }) => ({ left: edgeOf(from), right: edgeOf(to + 1), share: 1 }));
}

/** Where several tokens share a column of pixels a bar is as high as the author's share of them; `behind` lies full. */
function columnBars(
  authors: readonly Author[],
  author: Author,
  edgeOf: (position: number) => number,
  behind: boolean,
): Bar[] {
  const bars: Bar[] = [];
  const columns = Math.ceil(edgeOf(authors.length) / LEAST_WIDTH);
  let next = 0;
  for (let column = 0; column < columns; column++) {
    const from = next;
    while (next < authors.length && edgeOf(next) < (column + 1) * LEAST_WIDTH) next++;
    let own = 0;
    for (let position = from; position < next; position++) if (authors[position] === author) own++;
    if (own === 0) continue;
    const left = column * LEAST_WIDTH;
    const right = left + LEAST_WIDTH;
    const share = behind ? 1 : Math.max(LEAST_SHARE, own / (next - from));
    const last = bars.at(-1);
    if (last?.right === left && last.share === share) last.right = right;
    else bars.push({ left, right, share });
  }
  return bars;
}
