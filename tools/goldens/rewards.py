"""Expected values for the text rewards of src/core/rewards, computed independently of them: BLEU as a product of exact
fractions, ROUGE from whole tables, stems by NLTK, numbers by Python's decimals. Writes tests/golden/rewards.json.

    python3 tools/goldens/rewards.py

Needs nltk (Debian: python3-nltk). BLEU is given from 0 to 1.
"""

import json
import math
import random
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from nltk.stem.porter import PorterStemmer

PAIRS = [
    ("the same", "A quick test, nothing more.", "A quick test, nothing more."),
    ("nothing written", "", "Something was asked for."),
    ("nothing asked for", "Something was written.", ""),
    ("nothing at all", "", ""),
    ("no word in common", "alpha beta gamma delta", "one two three four"),
    ("one word", "yes", "yes"),
    ("one word of many", "Lisbon", "The capital of Portugal is Lisbon."),
    ("too long", "It is 12, I am quite sure that it is 12, yes, 12.", "It is 12."),
    ("numbers", "3,250.75 minus 1.5% is 3-201 or .5", "3,250.75 - 1.5 % is 3 - 201 or 0.5"),
    ("a solution", "She has 4*3=12 eggs.\nShe sells 5.\nSo 7 are left.\n#### 7", "4*3 = 12 eggs, 12-5 = 7 left\n#### 7"),
    ("LaTeX", "Thus $x=\\frac{1}{2}$ and \\boxed{\\frac{1}{2}}.", "We get \\boxed{\\frac{1}{2}}"),
    ("entities", "a &lt;b&gt; c &amp;lt; d &quot;e&quot;", 'a <b> c &lt; d "e"'),
    ("a broken word", "a well-\nknown exam-\nple", "a wellknown example"),
    ("accents", "Élan vital, naïve façade — déjà vu…", "élan vital, naive facade - deja vu..."),
    ("no Latin letters", "猫在垫子上。", "猫坐在垫子上。"),
    ("emoji", "good 👍👍 job 🎉, really", "good 👍 job 🎉 , really"),
    ("odd spaces", "one\u00a0two\u3000three\tfour\u2028five\u0085six", "one two three four five six"),
    ("repeated words", "no no no no no no no no", "no no yes no"),
    ("other order", "left right up down north south", "south north down up right left"),
    ("lines moved", "the first line\nthe second line\nthe third line", "the third line\nthe first line\nthe second line"),
    ("empty lines", "\n\nred green\n\nblue\n", "red\n\n\ngreen blue\n\n"),
    ("word forms", "The flies were dying happily near the skies", "A fly dies happy near a sky"),
    ("more word forms", "conditional relations and organizational hopefulness", "condition relate organize hope"),
]

STEMMED = """
    flies dies dying lying ties news innings proceed skies happy happily by say enjoyed agreed feed plastered motoring
    hopping hoping falling hissing fizzed sized troubled relational conditional vietnamization operator feudalism
    decisiveness hopefulness callousness formality sensibility archaeology theology geology triplicate formative
    electrical goodness revival allowance inference airliner adjustable replacement adoption homologous communism
    activate effective bowdlerize probate rate cease controlling roll yyyy syzygy a1s 42nd cries cried tried lied
    radically totally fulfilli vileli
""".split()

NUMBERS = ["42", "042", "+42", "-42", "42.0", "42.", "4.2", "4.20", ".5", "0.50", "-0", "0", "1,250", "1250", "1,25",
           "12345678901234567890", "12345678901234567891", "1250.000", "00", "-.5", "four", "1e3", "1,250.5"]

TOKENIZERS = ["13a", "intl", "char", "none"]
SMOOTHINGS = [("exp", None), ("floor", None), ("floor", 0.02), ("add-k", None), ("add-k", 0.3), ("none", None)]


def random_pairs():
    rng = random.Random(20261121)
    words = ["the", "cat", "cats", "sat", "on", "a", "mat", "running", "ran", "dies", "12", "3.5", ",", ".", "don't"]
    for number in range(24):
        def text(most):
            lines = [" ".join(rng.choices(words, k=rng.randint(0, most))) for _ in range(rng.randint(1, 4))]
            return "\n".join(lines)
        yield f"drawn {number}", text(14), text(9)


# BLEU


def cut(text, tokenizer):
    text = text.rstrip()
    if tokenizer == "char":
        text = " ".join(text)
    if tokenizer == "13a":
        for old, new in [("<skipped>", ""), ("-\n", ""), ("\n", " "), ("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")]:
            text = text.replace(old, new)
        marks = "".join(map(chr, [*range(0x21, 0x27), *range(0x28, 0x2C), 0x2F, *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F)]))
        text = f" {text} "
        text = re.sub("([ " + re.escape(marks) + "])", r" \1 ", text)
        text = re.sub(r"([^0-9])([.,])", r"\1 \2 ", text)
        text = re.sub(r"([.,])([^0-9])", r" \1 \2", text)
        text = re.sub(r"([0-9])-", r"\1 - ", text)
    if tokenizer == "intl":
        text = apart(text, lambda one, two: kind(one) != "N" and kind(two) == "P", "{0} {1} ")
        text = apart(text, lambda one, two: kind(one) == "P" and kind(two) != "N", " {0} {1}")
        text = "".join(f" {c} " if kind(c) == "S" else c for c in text)
    return text.split()


def kind(character):
    import unicodedata

    return unicodedata.category(character)[0]


def apart(text, fits, form):
    """Pairs of neighbours that fit, from the left, none overlapping."""
    out, at = "", 0
    while at < len(text):
        if at + 1 < len(text) and fits(text[at], text[at + 1]):
            out += form.format(text[at], text[at + 1])
            at += 2
        else:
            out += text[at]
            at += 1
    return out


def grams(tokens, order):
    return Counter(zip(*(tokens[start:] for start in range(order))))


def precision(correct, total, order, smoothing, value, missed):
    if smoothing == "add-k" and order > 1:
        correct, total = correct + value, total + value
    if correct == 0 and smoothing == "exp":
        correct = Fraction(1, 2**missed)
    if correct == 0 and smoothing == "floor":
        correct = value
    return Fraction(correct) / Fraction(total) if total else None


def bleu(segments, tokenizer, smoothing, value, effective, lowercase=False, most=4):
    value = Fraction(str({"floor": 0.1, "add-k": 1}.get(smoothing, 0) if value is None else value))
    given = [cut(a.lower() if lowercase else a, tokenizer) for a, _ in segments]
    wanted = [cut(r.lower() if lowercase else r, tokenizer) for _, r in segments]
    orders = range(1, most + 1)
    correct = [sum((grams(g, n) & grams(w, n)).total() for g, w in zip(given, wanted)) for n in orders]
    total = [sum(grams(g, n).total() for g in given) for n in orders]
    if not any(correct):
        return 0.0
    precisions, missed = [], 0
    for n, (c, t) in enumerate(zip(correct, total), 1):
        missed += c == 0
        precisions.append(precision(c, t, n, smoothing, value, missed))
        if precisions[-1] is None:
            break
    if None in precisions:
        precisions = precisions[: precisions.index(None)] if effective else [Fraction(0)]
    length, reference = sum(map(len, given)), sum(map(len, wanted))
    shortness = math.exp(min(0.0, 1 - reference / length))
    return shortness * float(math.prod(precisions)) ** (1 / (len(precisions) if effective else most))


# ROUGE

STEMMER = PorterStemmer()


def words(text, stem):
    found = re.findall(r"[a-z0-9]+", text.lower())
    return [STEMMER.stem(word) if stem and len(word) > 3 else word for word in found]


def table(one, other):
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one)):
        for j in range(len(other)):
            rows[i + 1][j + 1] = rows[i][j] + 1 if one[i] == other[j] else max(rows[i][j + 1], rows[i + 1][j])
    return rows


def places(one, other):
    rows, i, j, found = table(one, other), len(one), len(other), set()
    while i and j:
        if one[i - 1] == other[j - 1]:
            i, j = i - 1, j - 1
            found.add(i)
        elif rows[i][j - 1] > rows[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return found


def overlap(shared, given, wanted):
    p, r = Fraction(shared, max(1, given)), Fraction(shared, max(1, wanted))
    return [float(p), float(r), float(2 * p * r / (p + r)) if p + r else 0.0]


def rouge(answer, reference, stem):
    given, wanted = words(answer, stem), words(reference, stem)
    scores = {}
    for n in (1, 2):
        g, w = grams(given, n), grams(wanted, n)
        scores[f"rouge{n}"] = overlap((g & w).total(), g.total(), w.total())
    scores["rougeL"] = overlap(table(given, wanted)[-1][-1], len(given), len(wanted))
    lines = [words(line, stem) for line in answer.split("\n")]
    left, unused, hits = Counter(wanted), Counter(given), 0
    for line in (words(line, stem) for line in reference.split("\n")):
        for at in sorted(set().union(*(places(line, other) for other in lines))):
            if left[line[at]] and unused[line[at]]:
                left[line[at]] -= 1
                unused[line[at]] -= 1
                hits += 1
    scores["rougeLsum"] = overlap(hits, len(given), len(wanted))
    return scores


# The others


def number(text):
    plain = re.sub(r"(?<=\d),(?=\d{3}(?:,|\.|$))", "", text)
    try:
        return None if "e" in plain else Decimal(plain)
    except InvalidOperation:
        return None


def same_number(one, other):
    if one == other:
        return True
    return number(one) is not None and number(one) == number(other)


def repeated(text, order):
    counts = grams(text.split(), order)
    return sum(count - 1 for count in counts.values()), counts.total()


def main():
    pairs = [*PAIRS, *random_pairs()]
    cases = []
    for name, answer, reference in pairs:
        segment = [(answer, reference)]
        cases.append(
            {
                "name": name,
                "answer": answer,
                "reference": reference,
                "bleu": [
                    {"tokenizer": t, "smoothing": s, "value": v, "score": bleu(segment, t, s, v, True)}
                    for t, (s, v) in [*((t, SMOOTHINGS[0]) for t in TOKENIZERS), *(("13a", s) for s in SMOOTHINGS[1:])]
                ],
                "wholeOrder": bleu(segment, "13a", "exp", None, False),
                "lowercasePairs": bleu(segment, "13a", "exp", None, True, lowercase=True, most=2),
                "rouge": {"words": rouge(answer, reference, False), "stems": rouge(answer, reference, True)},
                "repeated": [repeated(answer, order) for order in (1, 2, 3)],
            }
        )
    golden = {
        "about": "Written by tools/goldens/rewards.py. Overlaps are precision, recall, F.",
        "cases": cases,
        "corpusBleu": bleu([(a, r) for _, a, r in pairs], "13a", "exp", None, False),
        "stems": {word: STEMMER.stem(word) for word in STEMMED},
        "numbers": {one: [other for other in NUMBERS if same_number(one, other)] for one in NUMBERS},
    }
    path = Path(__file__).resolve().parents[2] / "tests" / "golden" / "rewards.json"
    text = json.dumps(golden, indent=1, ensure_ascii=False)
    text = re.sub(r"[\[{][^\[\]{}\"]*[\]}]|\{ *\n[^{}]*\}", lambda found: re.sub(r"\n\s*", " ", found.group()), text)
    path.write_text(text + "\n")


main()
