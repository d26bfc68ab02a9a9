import { readTokenSearch } from "../../../core/compare/tokenSearch";
import type { TokenId } from "../../../core/model";
import { tokenLabel } from "../../token/tokenDisplay";

/** Longer searches are cut where they are said. */
const LONGEST = 40;

/** What a search was read as: the texts in the form in which tokens are shown, each once, and the id. */
export function searchedFor(typed: string): { texts: readonly string[]; id: TokenId | undefined } {
  const { texts, id } = readTokenSearch(typed);
  const labels = texts.map((text) => tokenLabel({ id: -1, text, kind: "text" }, LONGEST));
  return { texts: [...new Set(labels)], id };
}
