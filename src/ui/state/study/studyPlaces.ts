import type { Outcome } from "../../../core/errors";
import type { Study } from "../../../core/study/study";
import type { KeyValueStore } from "../draftStore";

/** Where studies lie. */
export interface StudyPlaces {
  /** The study of the embedded models that ships with the page. */
  recorded: () => Promise<Outcome<Study>>;
  /** May throw, as `localStorage` does where storage is forbidden. */
  store: () => KeyValueStore;
}

export const NO_STUDIES: StudyPlaces = {
  recorded: async () => ({
    ok: false,
    failure: { code: "page-incomplete", message: "No study ships with this page." },
  }),
  store: () => ({ getItem: () => null, setItem: () => undefined }),
};
