/** Answers of a server that need not be asked for again. */
export interface PageCache {
  get(address: string): Promise<string | undefined>;
  /** Never fails: what cannot be kept is asked for again. */
  put(address: string, text: string): Promise<void>;
  /** Lets go of everything. */
  clear(): Promise<void>;
}

/** The browser's caches are looked up under this name. */
const NAME = "rl-on-off-data-sets";
const KEPT_AT = "x-kept-at";

/** Milliseconds for which an answer is good: data sets change rarely. */
const GOOD_FOR = 7 * 24 * 3600 * 1000;

/** Answers in memory, the least lately used let go first. */
export function memoryPages(most = 64): PageCache {
  const pages = new Map<string, string>();
  return {
    get: async (address) => {
      const text = pages.get(address);
      if (text === undefined) return undefined;
      pages.delete(address);
      pages.set(address, text);
      return text;
    },
    put: async (address, text) => {
      pages.delete(address);
      pages.set(address, text);
      for (const oldest of pages.keys()) {
        if (pages.size <= most) break;
        pages.delete(oldest);
      }
    },
    clear: async () => pages.clear(),
  };
}

/**
 * Answers in the browser's own cache, kept between visits for a week; in memory besides, which is all there is where the
 * browser has no cache, refuses it, or its storage is full.
 *
 * @param storage the browser's `caches`; undefined where there is none
 * @param now milliseconds since 1970
 */
export function storedPages(
  storage: Pick<CacheStorage, "open" | "delete"> | undefined,
  now: () => number,
  memory: PageCache = memoryPages(),
): PageCache {
  let open = storage;
  const cache = async (): Promise<Cache | undefined> => open?.open(NAME);
  return {
    get: async (address) => {
      const text = await memory.get(address);
      if (text !== undefined) return text;
      try {
        const kept = await (await cache())?.match(address);
        if (!kept || !(now() - Number(kept.headers.get(KEPT_AT)) < GOOD_FOR)) return undefined;
        return await kept.text();
      } catch {
        return undefined;
      }
    },
    put: async (address, text) => {
      await memory.put(address, text);
      try {
        const headers = { [KEPT_AT]: String(now()) };
        await (await cache())?.put(address, new Response(text, { headers }));
      } catch {
        // Full or refused: what is there goes, so that the room is not lost to models and runs.
        open = undefined;
        await storage?.delete(NAME).catch(() => false);
      }
    },
    clear: async () => {
      await memory.clear();
      await storage?.delete(NAME).catch(() => false);
    },
  };
}
