"""Expected authors for the switching policies of src/core/generation/switching/policies, computed independently of
them: not by walking with a state, but from what decides over a whole sequence at once. Writes
tests/golden/policies.json. The random control is not here: it needs the page's own random numbers.

    python3 tools/goldens/policies.py

Needs numpy. Divergences and entropies are multiples of 1/1024, in nats; infinite ones are the string "Infinity".
"""

import json
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np

INF = math.inf
LENGTH = 72
MOST = 20  # what an infinite divergence counts in a mean
NEAR = 1e-9  # means this near to a bound would be decided by rounding


def grid(values):
    return [v if math.isinf(v) else round(float(v) * 1024) / 1024 for v in values]


def sequences():
    random = np.random.Generator(np.random.PCG64(20260404))

    def entropy():
        return grid(random.gamma(1.5, 0.6, LENGTH))

    peaks = np.where(random.random(LENGTH) < 0.15, random.exponential(1.5, LENGTH), random.exponential(0.08, LENGTH))
    walk = np.abs(np.cumsum(random.normal(0, 0.18, LENGTH)))
    few = random.choice([0, 0.125, 0.25, 0.375, 0.5, 0.75, 1], LENGTH)
    endless = np.where(random.random(LENGTH) < 0.08, INF, random.exponential(0.3, LENGTH))
    return {
        name: {"divergence": grid(d), "entropyA": entropy(), "entropyB": entropy()}
        for name, d in [
            ("peaks over calm", peaks),
            ("a wandering divergence", walk),
            ("few values, often equal to a bound", few),
            ("now and then infinite", endless),
            ("no divergence", np.zeros(LENGTH)),
        ]
    }


def last_word(signal, threshold, switch_back, start, forced):
    """Above the threshold B writes and below the lower bound A does, whoever wrote before; between the two, whoever
    the last such position or the last force named."""
    signal = np.array(signal)
    word = np.where(signal > threshold, 1, np.where(signal < switch_back, 0, -1))
    for position, side in forced.items():
        word[position] = "ab".index(side)
    said = np.maximum.accumulate(np.where(word >= 0, np.arange(len(word)), -1))
    return np.where(said < 0, "ab".index(start), word[said])


def stretches(leaves, start, least):
    """Stretch by stretch: whoever took over at p leaves at the first position from p + least on where it would.
    `leaves[side]` says where. The one who starts took over nothing."""
    authors = np.full(LENGTH, -1)
    side, begin, earliest = "ab".index(start), 0, 0
    while begin < LENGTH:
        later = np.flatnonzero(leaves[side][earliest:])
        end = earliest + later[0] if len(later) else LENGTH
        authors[begin:end] = side
        side, begin, earliest = 1 - side, end, end + least
    return authors


def finite(divergence):
    return np.minimum(np.array(divergence), MOST)


def clear_of(signal, *bounds):
    """Refuses inputs whose outcome would hang on rounding."""
    distances = np.abs(np.array(signal)[:, None] - np.array(bounds)[None, :])
    assert np.all(distances > NEAR), "a mean lies on a bound: choose other bounds"
    return signal


def average_signal(divergence, factor):
    """e_t = f^t d_0 + (1 − f) Σ_{k = 1 … t} f^(t − k) d_k, as one matrix."""
    t, k = np.indices((LENGTH, LENGTH))
    weights = np.where(k <= t, (1 - factor) * np.power(factor, np.maximum(t - k, 0), dtype=float), 0)
    weights[:, 0] = np.power(factor, np.arange(LENGTH), dtype=float)
    return weights @ finite(divergence)


def window_signal(divergence, width):
    sums = np.concatenate([[0], np.cumsum(finite(divergence))])
    ends = np.arange(1, LENGTH + 1)
    begins = np.maximum(0, ends - width)
    return (sums[ends] - sums[begins]) / (ends - begins)


def budget_authors(divergence, tokens, share, quantile):
    """Where the divergence is above 0 and no lower than the running quantile ("higher" of numpy's), the first ones
    that number and share leave room for. The share is a decimal, so that 0.29 of 100 is 29."""
    d = np.array(divergence)
    bars = [np.quantile(d[: t + 1], quantile, method="higher") for t in range(LENGTH)]
    wanted = np.flatnonzero((d > 0) & (d >= bars))
    share = Fraction(str(share))
    chosen = []
    for t in wanted:
        one_more = len(chosen) + 1
        within = share > 0 and (one_more == 1 or one_more <= share * (int(t) + 1))
        if one_more <= tokens and within:
            chosen.append(t)
    authors = np.zeros(LENGTH, dtype=int)
    authors[chosen] = 1
    return authors


def authors_of(policy, seen, threshold, switch_back, start, own, forced):
    d = np.array(seen["divergence"])
    bounds = (threshold, switch_back)
    if policy == "hysteresis":
        return last_word(d, *bounds, start, forced)
    if policy == "average":
        return last_word(clear_of(average_signal(d, own["averageFactor"]), *bounds), *bounds, start, forced)
    if policy == "window":
        return last_word(clear_of(window_signal(d, own["windowPositions"]), *bounds), *bounds, start, forced)
    if policy == "stay":
        return stretches([d > threshold, d < switch_back], start, own["stayTokens"])
    if policy == "entropy":
        leaves = [np.array(seen["entropyA"]) > threshold, np.array(seen["entropyB"]) < switch_back]
        return stretches(leaves, start, 1)
    authors = {
        "budget": lambda: budget_authors(d, own["budgetTokens"], own["budgetShare"], own["budgetQuantile"]),
        "always": lambda: np.ones(LENGTH, dtype=int),
        "never": lambda: np.zeros(LENGTH, dtype=int),
    }[policy]()
    for position, side in forced.items():
        authors[position] = "ab".index(side)
    return authors


BOUNDS = [(0.5, 0.25), (0.5, 0.5), (0.123, 0.0617), (0, 0), (1.37, 0.113)]
MEAN_BOUNDS = [(0.5003, 0.2503), (0.3001, 0.3001), (0.1237, 0.0617)]
FORCED = [{}, {0: "b", 5: "b", 6: "a", 40: "b", 71: "a"}]


def plans():
    """(policy, bounds, own settings, force) of every case; each over every sequence, from either start."""
    for bounds in BOUNDS:
        for forced in FORCED:
            yield "hysteresis", bounds, {}, forced
        for n in (1, 3, 100):
            yield "stay", bounds, {"stayTokens": n}, {}
        yield "entropy", bounds, {}, {}
    for bounds in MEAN_BOUNDS:
        for forced in FORCED:
            for factor in (0, 0.7, 0.99):
                yield "average", bounds, {"averageFactor": factor}, forced
            for width in (1, 3, 100):
                yield "window", bounds, {"windowPositions": width}, forced
    for tokens, share, quantile in [
        (8, 1, 0.9),
        (4096, 0.1, 0.5),
        (4096, 0.29, 0),
        (3, 0.05, 1),
        (0, 1, 0),
        (4096, 0, 0),
        (5, 0.57, 0.75),
    ]:
        own = {"budgetTokens": tokens, "budgetShare": share, "budgetQuantile": quantile}
        yield "budget", (0.5, 0.25), own, {}
    for policy in ("always", "never"):
        for forced in FORCED:
            yield policy, (0.5, 0.25), {}, forced


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return "Infinity" if value == INF else value


def main():
    seen = sequences()
    cases = []
    for policy, (threshold, switch_back), own, forced in plans():
        authors = {
            start: {
                name: "".join("ab"[side] for side in authors_of(policy, of, threshold, switch_back, start, own, forced))
                for name, of in seen.items()
            }
            for start in "ab"
        }
        cases.append(
            {
                "policy": policy,
                "threshold": threshold,
                "switchBack": switch_back,
                "own": own,
                "forced": [{"position": p, "side": s} for p, s in forced.items()],
                "authors": authors,
            }
        )
    golden = {
        "about": "Written by tools/goldens/policies.py. Nats; infinite divergences as strings.",
        "sequences": seen,
        "cases": cases,
    }
    path = Path(__file__).resolve().parents[2] / "tests" / "golden" / "policies.json"
    text = json.dumps(plain(golden), indent=1, ensure_ascii=False)
    text = re.sub(r"\[[^\[\]{}]*\]", lambda found: re.sub(r"\s+", " ", found.group()), text)
    path.write_text(text + "\n")


main()
