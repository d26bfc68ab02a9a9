import type { Candidate } from "../../core/compare/candidates";
import type { Candidate as CandidateRow } from "../charts/candidateBars.layout";
import type { ComparedText } from "../state/comparedText";
import type { Contribution } from "./contribution";
import { tokenLabel } from "./tokenDisplay";

/** The candidates of one position as the chart takes them. */
export function candidateRows(
  text: Pick<ComparedText, "solution" | "token">,
  position: number,
  candidates: readonly Candidate[],
  contribution: Contribution,
): CandidateRow[] {
  const here = text.solution[position]?.id;
  return candidates.map((candidate) => {
    const token = text.token(candidate.id);
    return {
      id: candidate.id,
      text: token.kind === "text" ? token.text : tokenLabel(token),
      kind: token.kind,
      probabilityA: Math.exp(candidate.logprobA),
      probabilityB: Math.exp(candidate.logprobB),
      rankA: candidate.rankA,
      rankB: candidate.rankB,
      contribution: contribution.of(candidate),
      isToken: candidate.id === here,
    };
  });
}
