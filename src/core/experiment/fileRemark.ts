import type { Contradiction } from "./contradictions";

/** What of an opened file was not taken as it stands, or does not hold together. The page names each. */
export type FileRemark =
  /** Arrays of statistics that were not used: all statistics were computed from the whole distributions. */
  | {
      type: "unused-arrays";
      arrays: readonly string[];
      /** Those that belong to them and are not there. */
      missing: readonly string[];
      /** What is wrong with one of them. */
      refused: string | undefined;
    }
  /** Numbers that cannot be right if the rest of the file is. */
  | ({ type: "contradiction" } & Contradiction)
  /** Rows of whole distributions that are none, found while the statistics beside them were held against them. */
  | { type: "bad-rows"; message: string }
  /** A run bundle whose digest is none. */
  | { type: "digest-damaged" };
