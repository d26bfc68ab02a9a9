"""Expected numbers for src/core/experiment/sample (statistics, votes, wins, slices), computed independently of them with
exact fractions and Python's statistics module. Writes tests/golden/sample_statistics.json.

    python3 tools/goldens/sample_statistics.py

Rewards are multiples of 1/8, so that their sums are exact; null is an answer without a reward.
"""

import json
import math
import random
import statistics
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path

draw = random.Random(20261121)


def answer(author):
    extracted = draw.choice(["4", "4", "5", "17", " 4 ", None])
    reward = draw.choice([1, 1, 0, 0, 0.5, 0.125, None, 1.25]) if author == "b" else draw.choice([1, 0, 0, 0.5, None])
    return {"extracted": extracted, "reward": reward, "tokens": draw.randint(1, 60)}


def question(index, kind):
    most = {"even": 4, "uneven": draw.randint(1, 6), "few": 1}[kind]
    result = {"index": index, "slice": draw.choice(["easy", "hard", ""])}
    for author in "ab":
        result[author] = [answer(author) for _ in range(most if kind == "even" else draw.randint(0, most))]
    return result


def mean(values):
    values = [Fraction(v) for v in values]
    return sum(values) / len(values) if values else None


def rewards_of(answers):
    return [a["reward"] for a in answers if a["reward"] is not None]


def pass_at_k(totals, k):
    """By counting: the share of all k-subsets that hold a right answer."""
    subsets = list(combinations(totals, k))
    return Fraction(sum(any(t >= 1 for t in subset) for subset in subsets), len(subsets))


def vote(answers):
    cast = [(a["extracted"].strip(), a["reward"]) for a in answers if a["extracted"] is not None]
    if not cast:
        return 0
    elected = Counter(text for text, _ in cast).most_common(1)[0][0]  # equal counts: first seen first
    totals = [reward for text, reward in cast if text == elected and reward is not None]
    return None if not totals else int(totals[0] >= 1)


def author_numbers(questions, author):
    answered = [q[author] for q in questions if q[author]]
    scored = [answers for answers in answered if rewards_of(answers)]
    flat = [a for answers in answered for a in answers]
    votes = [v for v in map(vote, scored) if v is not None]
    spreads = [statistics.stdev(map(Fraction, rewards_of(a))) for a in answered if len(rewards_of(a)) >= 2]
    most = max((len(rewards_of(a)) for a in scored), default=0)
    lengths = [a["tokens"] for a in flat]
    return {
        "questions": len(answered),
        "answers": len(flat),
        "failed": sum(a["reward"] is None for a in flat),
        "notFound": sum(a["extracted"] is None for a in flat),
        "reward": number(mean(mean(rewards_of(a)) for a in scored)),
        "accuracy": number(mean(mean(int(r >= 1) for r in rewards_of(a)) for a in scored)),
        "passAtK": [
            number(mean(pass_at_k(rewards_of(a), k) for a in scored if len(rewards_of(a)) >= k))
            for k in range(1, most + 1)
        ],
        "majority": number(mean(votes)),
        "spread": number(mean(spreads)),
        "equalShare": number(mean(int(s == 0) for s in spreads)),
        "tokens": {
            "mean": number(mean(lengths)),
            "median": number(statistics.median(lengths)) if lengths else None,
            "least": min(lengths, default=None),
            "most": max(lengths, default=None),
        },
    }


def number(value):
    return None if value is None else float(value)


def wilson(wins, n):
    """The roots of (p - wins/n)^2 = z^2 p (1 - p) / n."""
    z2 = statistics.NormalDist().inv_cdf(0.975) ** 2
    share = wins / n
    a, b, c = 1 + z2 / n, -(2 * share + z2 / n), share**2
    root = math.sqrt(max(0, b * b - 4 * a * c))
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)]


def versus(questions):
    pairs = [(q["a"], q["b"]) for q in questions if rewards_of(q["a"]) and rewards_of(q["b"])]
    differences = [mean(rewards_of(b)) - mean(rewards_of(a)) for a, b in pairs]
    wins, losses = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    length = [mean(mean(x["tokens"] for x in pair[side]) for pair in pairs) for side in (0, 1)]
    return {
        "questions": len(pairs),
        "wins": wins,
        "losses": losses,
        "ties": len(pairs) - wins - losses,
        "winRate": number(Fraction(2 * wins + len(pairs) - wins - losses, 2 * len(pairs))) if pairs else None,
        "winInterval": wilson(wins, wins + losses) if wins + losses else [0, 1],
        "difference": number(mean(differences)),
        "lengthRatio": number(length[1] / length[0]) if pairs else None,
    }


def slices(questions):
    rows = []
    for value, count in Counter(q["slice"] for q in questions).items():
        own = [q for q in questions if q["slice"] == value]
        numbers = {author: author_numbers(own, author) for author in "ab"}
        rows.append(
            {
                "value": value,
                "questions": count,
                **{author: [numbers[author]["reward"], numbers[author]["accuracy"]] for author in "ab"},
            }
        )
    return sorted(rows, key=lambda row: (-row["questions"], row["value"]))


def case(name, count, kind):
    questions = [question(index, kind) for index in range(count)]
    return {
        "name": name,
        "questions": questions,
        "a": author_numbers(questions, "a"),
        "b": author_numbers(questions, "b"),
        "versus": versus(questions),
        "slices": slices(questions),
    }


cases = [
    case("four answers each", 25, "even"),
    case("uneven numbers of answers", 40, "uneven"),
    case("at most one answer each", 12, "few"),
    case("no questions", 0, "even"),
]
path = Path(__file__).resolve().parents[2] / "tests/golden/sample_statistics.json"
path.write_text(json.dumps({"cases": cases}, indent=1) + "\n")
