/** Functions that tsx compiled name themselves through a helper; a page that runs them needs it too. */
export const PAGE_HELPERS = "globalThis.__name = (named) => named;";
