/**
 * The stemmer of Porter, "An algorithm for suffix stripping" (1980), with the departures that NLTK makes by default,
 * because ROUGE is computed with it: a few irregular words, dies → die, longer words in y, fulli and logi, no change
 * of words of two letters.
 * @param word lower case
 */
export function porterStem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  return [plural, past, finalY, doubleSuffix, singleSuffix, bareSuffix, finalE, finalL].reduce(
    (stem, step) => step(stem),
    word,
  );
}

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ...["sky", "skies"].map((word) => [word, "sky"] as const),
  ...["inning", "innings"].map((word) => [word, "inning"] as const),
  ...["outing", "outings"].map((word) => [word, "outing"] as const),
  ...["canning", "cannings"].map((word) => [word, "canning"] as const),
  ["dying", "die"],
  ["lying", "lie"],
  ["tying", "tie"],
  ...["news", "howe", "proceed", "exceed", "succeed"].map((word) => [word, word] as const),
]);

/** For each letter whether it is a consonant; y is one at the beginning and after a vowel. */
function consonants(text: string): boolean[] {
  const are: boolean[] = [];
  for (const letter of text)
    are.push(letter === "y" ? (are.at(-1) ?? false) === false : !"aeiou".includes(letter));
  return are;
}

/** Porter's m: how often a vowel is followed by a consonant. */
function measure(text: string): number {
  const are = consonants(text);
  return are.filter((consonant, at) => consonant && are[at - 1] === false).length;
}

function hasVowel(text: string): boolean {
  return consonants(text).includes(false);
}

/** Porter's *d. */
function endsInDouble(text: string): boolean {
  return text.length >= 2 && text.at(-1) === text.at(-2) && consonants(text).at(-1) === true;
}

/** Porter's *o: consonant, vowel, consonant other than w, x, y; NLTK adds words of one vowel and one consonant. */
function endsShort(text: string): boolean {
  const [third, second, last] = [-3, -2, -1].map((at) => consonants(text).at(at));
  if (text.length === 2) return second === false && last === true;
  return third === true && second === false && last === true && !"wxy".includes(text.at(-1)!);
}

type Rule = readonly [suffix: string, replacement: string, allowed: (stem: string) => boolean];

/** The first rule whose suffix is there decides, also where it then does not allow the change. */
function byRules(word: string, rules: readonly Rule[]): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return word;
  const [suffix, replacement, allowed] = rule;
  const stem = word.slice(0, word.length - suffix.length);
  return allowed(stem) ? stem + replacement : word;
}

const always = (): boolean => true;
const some = (stem: string): boolean => measure(stem) > 0;
const several = (stem: string): boolean => measure(stem) > 1;

/** The rules for pairs of suffix and replacement under one condition. */
function rules(allowed: (stem: string) => boolean, pairs: string): Rule[] {
  return pairs.split(" ").map((pair) => {
    const [suffix = "", replacement = ""] = pair.split(">");
    return [suffix, replacement, allowed];
  });
}

const PLURAL = rules(always, "sses>ss ies>i ss>ss s>");

/** Step 1a. */
function plural(word: string): string {
  return word.length === 4 && word.endsWith("ies") ? word.slice(0, -1) : byRules(word, PLURAL);
}

const AFTER_PAST = rules(always, "at>ate bl>ble iz>ize");

/** Step 1b. */
function past(word: string): string {
  if (word.endsWith("ied")) return word.length === 4 ? word.slice(0, -1) : word.slice(0, -2);
  if (word.endsWith("eed")) return byRules(word, rules(some, "eed>ee"));
  const stem = word.replace(/(?:ed|ing)$/, "");
  if (stem === word || !hasVowel(stem)) return word;
  const restored = byRules(stem, AFTER_PAST);
  if (restored !== stem) return restored;
  if (endsInDouble(stem)) return "lsz".includes(stem.at(-1)!) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

const FINAL_Y = rules((stem) => stem.length > 1 && consonants(stem).at(-1) === true, "y>i");

/** Step 1c, in NLTK's form. */
function finalY(word: string): string {
  return byRules(word, FINAL_Y);
}

const DOUBLE_SUFFIXES: readonly Rule[] = [
  ...rules(
    some,
    "ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble entli>ent eli>e ousli>ous ization>ize " +
      "ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive biliti>ble fulli>ful",
  ),
  // The l counts as part of the stem.
  ["logi", "log", (stem) => some(`${stem}l`)],
];

/** Step 2; what alli leaves is looked at once more. */
function doubleSuffix(word: string): string {
  if (word.endsWith("alli")) return some(word.slice(0, -4)) ? doubleSuffix(word.slice(0, -2)) : word;
  return byRules(word, DOUBLE_SUFFIXES);
}

const SINGLE_SUFFIXES = rules(some, "icate>ic ative> alize>al iciti>ic ical>ic ful> ness>");

/** Step 3. */
function singleSuffix(word: string): string {
  return byRules(word, SINGLE_SUFFIXES);
}

const BARE_SUFFIXES: readonly Rule[] = [
  ...rules(several, "al> ance> ence> er> ic> able> ible> ant> ement> ment> ent>"),
  ["ion", "", (stem) => several(stem) && "st".includes(stem.at(-1)!)],
  ...rules(several, "ou> ism> ate> iti> ous> ive> ize>"),
];

/** Step 4. */
function bareSuffix(word: string): string {
  return byRules(word, BARE_SUFFIXES);
}

const FINAL_E = rules((stem) => several(stem) || (some(stem) && !endsShort(stem)), "e>");

/** Step 5a. */
function finalE(word: string): string {
  return byRules(word, FINAL_E);
}

const FINAL_L = rules((stem) => several(`${stem}l`), "ll>l");

/** Step 5b. */
function finalL(word: string): string {
  return byRules(word, FINAL_L);
}
