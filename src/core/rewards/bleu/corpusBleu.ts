import { bleuScore, type BleuScore, type BleuScoring } from "./score";
import { addedStatistics, bleuStatistics, type BleuCounting } from "./statistics";

/** A hypothesis and what it is held against; references that are absent do not count, empty ones do. */
export interface BleuSegment {
  hypothesis: string;
  references: readonly (string | undefined)[];
}

/** sacrebleu's usual settings for a corpus. */
export const CORPUS_BLEU: BleuCounting & BleuScoring = {
  tokenizer: "13a",
  lowercase: false,
  maxOrder: 4,
  smoothing: "exp",
  effectiveOrder: false,
};

/** BLEU of a corpus: one score from the added statistics of all segments, which is not the mean of their scores. */
export function corpusBleu(
  segments: readonly BleuSegment[],
  settings: BleuCounting & BleuScoring = CORPUS_BLEU,
): BleuScore {
  const statistics = segments.map(({ hypothesis, references }) =>
    bleuStatistics(
      hypothesis,
      references.filter((reference) => reference !== undefined),
      settings,
    ),
  );
  return bleuScore(addedStatistics(statistics, settings.maxOrder), settings);
}
