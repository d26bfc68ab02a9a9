import fc from "fast-check";

/**
 * Property tests draw the same cases at every run, so that one tree has one verdict. `PROPERTY_SEED=7 npx vitest run …`
 * draws others; a failure prints the seed it was found with.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
