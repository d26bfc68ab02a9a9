"""Expected values for src/core/rewards/multiLevel, computed independently of it: decimal arithmetic with 40 digits,
sentences written down by hand. Writes tests/golden/multiLevel.json.

    python3 tools/goldens/multi_level.py

Needs nothing but Python.
"""

import json
import math
from decimal import Decimal, getcontext
from itertools import accumulate
from pathlib import Path

getcontext().prec = 40

# Sentences with the white space before them; tokens as a tokenizer cuts them, some across the borders of sentences.
ANSWERS = {
    "one token": (["Yes"], ["Yes"]),
    "two tokens, no window of three": (["Yes."], ["Yes", "."]),
    "three tokens": (["It is so"], ["It", " is", " so"]),
    "two sentences": (
        ["She counts the letters.", " There are three of them!"],
        ["She", " counts", " the", " let", "ters", ".", " There", " are", " three", " of", " them", "!"],
    ),
    "a token that crosses a border": (
        ["It is 7.", " No, it is 8.", " Yes."],
        ["It", " is", " 7", ". No", ",", " it", " is", " ", "8. ", "Yes", "."],
    ),
    "a sentence in which no token begins": (["It is.", " No.", " Yes."], ["It", " is", ". No.", " Yes", "."]),
    "lines": (
        ["Carry the one.", "\n\nThen add: 4 + 8 = 12.", "\n\nThe answer is 12."],
        ["Carry", " the", " one", ".", "\n", "\n", "Then", " add", ":", " 4", " +", " 8", " =", " 12", ".", "\n\n", "The",
         " answer", " is", " 12", "."],
    ),
    "tokens that were certain": (["Done.", " Good."], ["Done", ".", " Good", "."]),
}
PRESETS = {"default": (2, 3, 5), "story": (1, 3, 6), "technical": (4, 4, 2), "code": (4, 5, 1)}
TIERS = [(Decimal("0.05"), Decimal("0.2")), (Decimal("0.5"), Decimal("0.5")), (Decimal(1), Decimal("0.7")),
         (Decimal(2), Decimal("0.9")), (Decimal(3), Decimal(1))]


def surprise(name, size):
    """NLL in nats without a random generator, in multiples of 1/1024."""
    if name == "tokens that were certain":
        return [0.0] * size
    return [round((1.3 + math.sin(1.7 * i + len(name)) + math.cos(0.4 * i * i)) ** 2 * 1024) / 1024 for i in range(size)]


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def perplexity(nll):
    return mean(map(Decimal, nll)).exp()


def levels(sentences, tokens, nll):
    assert "".join(sentences) == "".join(tokens)
    ends = list(accumulate(map(len, sentences)))
    begins = [0, *accumulate(map(len, tokens))][: len(tokens)]
    groups = {}
    for begin, value in zip(begins, nll):
        groups.setdefault(sum(end <= begin for end in ends), []).append(value)
    per_length = []
    for n in (2, 3, 4):
        windows = [nll[i : i + n] for i in range(len(nll) - n + 1)]
        if windows:
            per_length.append(mean(map(perplexity, windows)))
    return {
        "word": perplexity(nll),
        "phrase": mean(per_length) if per_length else perplexity(nll),
        "sentence": mean(map(perplexity, groups.values())),
    }


def aggregates(value):
    triple = value["word"], value["phrase"], value["sentence"]
    return {name: sum(w * v for w, v in zip(weights, triple)) / 10 for name, weights in PRESETS.items()}


def step(percent):
    return max((reward for least, reward in TIERS if percent >= least), default=Decimal(0))


def linear(percent):
    points = [(Decimal(0), Decimal(0)), *TIERS]
    if percent <= 0:
        return Decimal(0)
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if percent < x1:
            return y0 + (y1 - y0) * (percent - x0) / (x1 - x0)
    return points[-1][1]


def numbers(record):
    return {key: float(value) for key, value in record.items()}


answers = []
for name, (sentences, tokens) in ANSWERS.items():
    nll = surprise(name, len(tokens))
    value = levels(sentences, tokens, nll)
    answers.append({
        "name": name, "tokens": tokens, "nll": nll, "levels": numbers(value), "aggregates": numbers(aggregates(value)),
    })

rewards = []
for baseline, aggregate in [("100", "100"), ("100", "99.95"), ("10", "9.95"), ("10", "9.9"), ("7", "6.93"), ("3", "2.94"),
                            ("3", "2.91"), ("8", "4"), ("5", "5.5"), ("9", "8.991"), ("11", "10.8"), ("1", "1"),
                            ("1e9", "999e6"), ("200", "199.95"), ("6", "5.9")]:
    b, a = Decimal(baseline), Decimal(aggregate)
    percent = 100 * (b - a) / b
    rewards.append({
        "baseline": float(b), "aggregate": float(a), "percent": float(percent), "step": float(step(percent)),
        "linear": float(linear(percent)),
    })

target = Path(__file__).parents[2] / "tests" / "golden" / "multiLevel.json"
target.write_text(json.dumps({"answers": answers, "rewards": rewards}, indent=1) + "\n")
