import { describe } from "vitest";
import { near, testAgreement } from "../../../../tests/support/agreement";
import { rougeOracle as oracle } from "../../../../tests/support/metricOracles";
import { commonPlaces } from "./commonPlaces";
import { commonSubsequenceLength } from "./commonSubsequence";
import { porterStem } from "./porterStemmer";
import { rougeL, rougeLsum, rougeN } from "./rougeScore";
import { rougeTokens } from "./tokens";

const scores = oracle?.vectors.flatMap(({ name, target, prediction, use_stemmer, scores }) =>
  Object.entries(scores).map(([type, goal]) => ({
    name,
    target,
    prediction,
    stemmer: use_stemmer,
    type,
    goal,
  })),
);

describe("ROUGE against rouge-score", () => {
  for (const type of ["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]) {
    testAgreement(
      type,
      scores?.filter((score) => score.type === type),
      ({ target, prediction, stemmer, goal }) => {
        const overlap =
          type === "rougeL"
            ? rougeL(target, prediction, stemmer)
            : type === "rougeLsum"
              ? rougeLsum(target, prediction, stemmer)
              : rougeN(target, prediction, Number(type.slice(5)), stemmer);
        return (["precision", "recall", "fmeasure"] as const).every((key) => near(overlap![key], goal[key]));
      },
    );
  }

  testAgreement("stems", oracle?.porter_stems, ({ word, stem }) => porterStem(word) === stem);

  testAgreement(
    "stems of words that stand alone",
    oracle?.porter_stems,
    ({ word, rouge_stem }) => rougeTokens(word, true).join(" ") === rouge_stem,
  );

  testAgreement(
    "words",
    oracle?.tokenization,
    ({ text, use_stemmer, tokens }) => rougeTokens(text, use_stemmer).join(" ") === tokens.join(" "),
  );

  testAgreement("longest common subsequences", oracle?.aux, ({ ref, can, length, backtrack_indices }) => {
    const [reference, answer] = [ref.map(String), can.map(String)];
    return (
      commonSubsequenceLength(reference, answer) === length &&
      `${commonPlaces(reference, answer)}` === `${backtrack_indices}`
    );
  });
});
