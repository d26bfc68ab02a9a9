import type { Draws } from "../../../random";

const ONSETS =
  "b c d f g h j k l m n p r s t v w y z bl br ch cl cr dr fl fr gl gr pl pr qu sh sk sl sn sp st str th tr".split(
    " ",
  );
const VOWELS = "a e i o u a e i o u ai ea ee ie oo ou".split(" ");
const CODAS = ["", "", "", "", ..."b ck d ft g ll lt m n nd ng nt p r rk rn s ss st t tt x".split(" ")];

const SHORTEST = 4;
const LONGEST = 12;

/** Fragments that make an invented word unfit for a classroom. */
const UNFIT =
  /fu[ck]|shi[et]|cun|cum|di[ck]|coc|nig|fag|tit|rap|slu|who|pis|pus|ass|nazi|sex|kil|dea|pe[en]|bo+b|cra/;

/**
 * A readable word that is probably in no dictionary: 2–4 syllables, 4–12 letters. Syllables repeat more often than
 * in English, so that words with the same letter three or four times are not rare.
 */
export function pseudoWord(draws: Draws): string {
  for (;;) {
    const syllables: string[] = [];
    const length = draws.integer(2, 4);
    while (syllables.length < length) {
      const repeats = syllables.length > 0 && draws.next() < 0.2;
      syllables.push(
        repeats ? draws.pick(syllables) : draws.pick(ONSETS) + draws.pick(VOWELS) + draws.pick(CODAS),
      );
    }
    const word = syllables.join("");
    if (word.length >= SHORTEST && word.length <= LONGEST && !UNFIT.test(word)) return word;
  }
}
