import type { DistributionQuery, DistributionRow } from "../../contract/lab";
import type { Failure } from "../../core/errors";
import type { DistributionSource } from "./lab";

/** Rows asked for at once. */
export const PAGE_ROWS = 100;

/** One position of one comparison. */
export interface DistributionPlace {
  run: number;
  position: number;
  temperature: number;
}

/** The whole vocabulary at one position, fetched page by page as it is scrolled to. */
export class DistributionState {
  search = $state("");
  sort: DistributionQuery["sort"] = $state("difference");
  /** Rows that match; undefined until the first page is there. */
  total: number | undefined = $state.raw();
  precision: "float32" | "float16" | undefined = $state.raw();
  failure: Failure | undefined = $state.raw();
  private pages: ReadonlyMap<number, readonly DistributionRow[]> = $state.raw(new Map());
  private readonly asked = new Set<number>();
  private ticket = 0;

  constructor(
    private readonly source: DistributionSource,
    private readonly place: DistributionPlace,
  ) {}

  /** Another search or order: the list begins anew. */
  async ask(query: Partial<Pick<DistributionQuery, "search" | "sort">>): Promise<void> {
    this.search = query.search ?? this.search;
    this.sort = query.sort ?? this.sort;
    this.ticket++;
    this.asked.clear();
    this.failure = undefined;
    await this.fetch(0);
  }

  /** The row at an index of the list, once it is there. */
  row(index: number): DistributionRow | undefined {
    return this.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** Fetches what is not there yet of the rows `from … to − 1`. */
  async need(from: number, to: number): Promise<void> {
    const wanted: Promise<void>[] = [];
    const end = Math.min(to, this.total ?? to);
    for (let page = Math.floor(from / PAGE_ROWS); page * PAGE_ROWS < end; page++) {
      if (!this.asked.has(page)) wanted.push(this.fetch(page));
    }
    await Promise.all(wanted);
  }

  private async fetch(page: number): Promise<void> {
    const { ticket } = this;
    const { run, position, temperature } = this.place;
    const first = page === 0 && this.asked.size === 0;
    this.asked.add(page);
    const outcome = await this.source.distribution(run, position, temperature, {
      search: this.search,
      sort: this.sort,
      offset: page * PAGE_ROWS,
      limit: PAGE_ROWS,
    });
    if (ticket !== this.ticket) return;
    if (!outcome.ok) {
      this.failure = outcome.failure;
      this.asked.delete(page);
      return;
    }
    this.total = outcome.value.total;
    this.precision = outcome.value.precision;
    this.pages = new Map(first ? [] : this.pages).set(page, outcome.value.rows);
  }
}
