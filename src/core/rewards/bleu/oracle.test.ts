import { describe } from "vitest";
import { near, testAgreement } from "../../../../tests/support/agreement";
import { sacrebleuOracle as oracle } from "../../../../tests/support/metricOracles";
import { wordsOf } from "../words";
import { corpusBleu } from "./corpusBleu";
import { bleuScore } from "./score";
import { addedStatistics, bleuStatistics } from "./statistics";
import { tokenizeForBleu } from "./tokenizers";

const COUNTING = { tokenizer: "13a", lowercase: false, maxOrder: 4 } as const;

describe("BLEU against sacrebleu", () => {
  testAgreement("scores, precisions and brevity penalties", oracle?.vectors, (vector) => {
    const { score, precisions, brevityPenalty } = corpusBleu(vector.segments, vector.options);
    const { detail } = vector;
    return (
      near(score, vector.score) &&
      precisions.every((precision, at) => near(precision, detail.precisions[at]!)) &&
      near(brevityPenalty, detail.bp)
    );
  });

  testAgreement("lengths of hypotheses and references", oracle?.vectors, ({ segments, options, detail }) => {
    const statistics = segments.map(({ hypothesis, references }) =>
      bleuStatistics(
        hypothesis,
        references.filter((reference) => reference !== undefined),
        options,
      ),
    );
    const { hypothesisLength, referenceLength } = addedStatistics(statistics, options.maxOrder);
    return hypothesisLength === detail.sys_len && referenceLength === detail.ref_len;
  });

  testAgreement(
    "degenerate statistics",
    oracle?.sufficient_stats.filter(({ score }) => score !== undefined),
    ({ correct, total, sys_len = 0, ref_len = 0, smooth_value, score }) => {
      const statistics = { correct, total, hypothesisLength: sys_len, referenceLength: ref_len };
      const scoring = {
        smoothing: "floor",
        smoothingValue: smooth_value,
        effectiveOrder: false,
      } as const;
      return bleuScore(statistics, scoring).score === score;
    },
  );

  testAgreement(
    "counts",
    oracle?.sufficient_stats.filter(({ hyp }) => hyp !== undefined),
    ({ hyp = [], refs = [], correct, total }) => {
      const statistics = bleuStatistics(hyp[0]!, [refs[0]![0]!], COUNTING);
      return `${statistics.correct}` === `${correct}` && `${statistics.total}` === `${total}`;
    },
  );

  testAgreement(
    "texts cut by 13a",
    oracle?.tokenizer_13a,
    ({ input, output }) => wordsOf(tokenizeForBleu(input, "13a")).join(" ") === output,
  );
});
