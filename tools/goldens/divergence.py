"""Expected values for the numbers of src/core, computed independently of it: numpy long double for the sums, scipy's
optimizer for the bounds. Writes tests/golden/divergence.json.

    python3 tools/goldens/divergence.py

Needs numpy and scipy. Logits are multiples of 1/1024, so that float32 holds them too.
Non-finite numbers are the strings "Infinity" and "-Infinity".
"""

import json
import math
import re
from pathlib import Path

import numpy as np
from scipy.optimize import linprog, minimize

INF = math.inf


def wave(size, scale, a, b, c):
    """Logits without a random generator: three incommensurable waves, in multiples of 1/1024."""
    i = np.arange(size)
    values = np.sin(a * i + 0.3) + np.sin(b * i) + np.cos(c * i * i)
    return [round(float(v) * 1024) / 1024 for v in scale * values]



BASE = wave(40, 2.0, 1.7, 0.61, 0.37)
LOGITS = {
    "two waves of 40": (BASE, wave(40, 2.0, 1.6, 0.66, 0.31)),
    "flat against peaked": (wave(25, 0.1, 1.1, 0.7, 0.2), wave(25, 9.0, 1.1, 0.7, 0.2)),
    "equal": (BASE, BASE),
    "equal up to a shift of 1000": (BASE, [v + 1000 for v in BASE]),
    "almost equal": (BASE, [v + round(2 * math.sin(i)) / 1024 for i, v in enumerate(BASE)]),
    "one token": ([3.5], [-7.25]),
    "ties": ([1, 2, 2, 0, 2, 1], [2, 2, 1, 1, 2, 2]),
    "one-hot against uniform": ([0.0, -INF, -INF, -INF, -INF], [1.0] * 5),
    "disjoint": ([1.0, 2.0, -INF, -INF], [-INF, -INF, 0.5, -0.5]),
    "B rules out a token": ([0.5, 1.0, -0.25, 2.0], [0.75, -INF, 0.5, 1.0]),
    "a token nobody allows": ([0.5, -INF, -0.25, 2.0], [0.75, -INF, 0.5, 1.0]),
    "ten thousand": ([1e4, -1e4, 0.0, 9999.0], [-1e4, 1e4, 0.0, 9998.5]),
    "a long tail": (wave(2000, 1.5, 2.3, 0.9, 0.11), wave(2000, 1.6, 2.3, 0.9, 0.1101)),
}


def log_softmax(logits):
    x = np.array(logits, dtype=np.longdouble)
    x = x - x.max()
    return x - np.log(np.exp(x).sum())


def plogq(p, log_q):
    """Sum of p ln q with 0 ln 0 = 0."""
    used = p > 0
    return (p[used] * log_q[used]).sum()


def values(logits_a, logits_b):
    a, b = log_softmax(logits_a), log_softmax(logits_b)
    p, q = np.exp(a), np.exp(b)
    with np.errstate(divide="ignore"):
        m = np.logaddexp(a, b) - np.log(np.longdouble(2))
    h_a, h_b = -plogq(p, a), -plogq(q, b)
    order = sorted(range(len(a)), key=lambda i: (-a[i], i))
    ranks = [0] * len(order)
    for place, i in enumerate(order):
        ranks[i] = place + 1
    return {
        "entropyA": h_a,
        "entropyB": h_b,
        "klAB": -plogq(p, b) - h_a,
        "klBA": -plogq(q, a) - h_b,
        "js": -plogq((p + q) / 2, m) - (h_a + h_b) / 2,
        "totalVariation": abs(p - q).sum() / 2,
        "ranksA": ranks,
    }


TEMPERATURES = [0.01, 0.5, 1.0, 3.0, 1000.0]


def tempered(logits, temperature):
    return log_softmax(np.array(logits) / temperature)


SAMPLING = [
    {"temperature": 1, "topK": 0, "topP": 1, "minP": 0},
    {"temperature": 0.7, "topK": 5, "topP": 1, "minP": 0},
    {"temperature": 1, "topK": 0, "topP": 0.8, "minP": 0},
    {"temperature": 1, "topK": 0, "topP": 0.001, "minP": 0},
    {"temperature": 1.3, "topK": 0, "topP": 1, "minP": 0.1},
    {"temperature": 0.9, "topK": 12, "topP": 0.9, "minP": 0.05},
    {"temperature": 0, "topK": 12, "topP": 0.9, "minP": 0.05},
]


def processed(logits, settings):
    """The chain by sorting: every filter works on what the one before left, renormalised."""
    best_first = sorted(range(len(logits)), key=lambda i: (-logits[i], i))
    if settings["temperature"] == 0:
        return {best_first[0]: 1.0}
    p = np.exp(tempered(logits, settings["temperature"]))
    kept = best_first[: settings["topK"] or None]
    if settings["topP"] < 1:
        mass, nucleus = 0, []
        for i in kept:
            nucleus.append(i)
            mass += p[i] / p[kept].sum()
            if mass >= settings["topP"]:
                break
        kept = nucleus
    kept = [i for i in kept if p[i] >= settings["minP"] * p[kept[0]]]
    total = p[kept].sum()
    return {i: p[i] / total for i in sorted(kept)}


# Truncated distributions over 8 tokens: what each side lists (id: probability). The rest is 1 minus the sum.
TRUNCATED = {
    "both list the same": ({0: 0.5, 1: 0.2}, {0: 0.3, 1: 0.4}),
    "each lists one the other does not": ({0: 0.5, 1: 0.2}, {0: 0.3, 2: 0.4}),
    "nothing in common, little rest": ({0: 0.6, 1: 0.3}, {2: 0.5, 3: 0.45}),
    "nothing in common, much rest": ({0: 0.1, 1: 0.1}, {2: 0.1}),
    "A lists one token, B three": ({4: 0.9}, {4: 0.2, 5: 0.3, 6: 0.1}),
}
SIZE = 8


def phi(kind, p, q):
    p, q = max(p, 1e-300), max(q, 1e-300)
    if kind == "kl":
        return p * math.log(p / q) - p + q
    if kind == "js":
        m = (p + q) / 2
        return 0.5 * p * math.log(p / m) + 0.5 * q * math.log(q / m)
    return 0.5 * abs(p - q)


def least(kind, listed_a, listed_b):
    """The least divergence over all completions of both sides, searched for numerically."""
    free_a = [i for i in range(SIZE) if i not in listed_a]
    free_b = [i for i in range(SIZE) if i not in listed_b]
    rest_a, rest_b = 1 - sum(listed_a.values()), 1 - sum(listed_b.values())

    if kind == "totalVariation":
        return least_total_variation(listed_a, listed_b, free_a, free_b, rest_a, rest_b)

    def share(x, rest):
        weights = np.exp(x - x.max())
        return rest * weights / weights.sum()

    def divergence(x):
        p = [listed_a.get(i, 0.0) for i in range(SIZE)]
        q = [listed_b.get(i, 0.0) for i in range(SIZE)]
        for i, v in zip(free_a, share(x[: len(free_a)], rest_a)):
            p[i] = v
        for i, v in zip(free_b, share(x[len(free_a) :], rest_b)):
            q[i] = v
        return sum(phi(kind, p[i], q[i]) for i in range(SIZE))

    n = len(free_a) + len(free_b)
    starts = [np.array([math.sin(start * 2.1 + i) for i in range(n)]) for start in range(6)]
    options = {"maxiter": 20000, "maxfun": 10**7, "ftol": 1e-15, "gtol": 1e-12}
    return min(minimize(divergence, x, method="L-BFGS-B", options=options).fun for x in starts)


def least_total_variation(listed_a, listed_b, free_a, free_b, rest_a, rest_b):
    """Linear, so exact: minimise the sum of t_i ≥ |p_i − q_i| / 2."""
    index_a = {i: k for k, i in enumerate(free_a)}
    index_b = {i: len(free_a) + k for k, i in enumerate(free_b)}
    first_t = len(free_a) + len(free_b)
    n = first_t + SIZE
    rows, limits = [], []
    for i in range(SIZE):
        for sign in (1, -1):
            row = np.zeros(n)
            constant = sign * (listed_a.get(i, 0.0) - listed_b.get(i, 0.0)) / 2
            if i in index_a:
                row[index_a[i]] = sign / 2
            if i in index_b:
                row[index_b[i]] = -sign / 2
            row[first_t + i] = -1
            rows.append(row)
            limits.append(-constant)
    sum_a, sum_b = np.zeros(n), np.zeros(n)
    sum_a[: len(free_a)] = 1
    sum_b[len(free_a) : first_t] = 1
    cost = np.zeros(n)
    cost[first_t:] = 1
    return linprog(cost, A_ub=rows, b_ub=limits, A_eq=[sum_a, sum_b], b_eq=[rest_a, rest_b]).fun


FLOATS = [0.0, -0.1, -1.0, -3.14159, -17.3, -0.00006, -1e-7, -2.9e-8, -3e-8, -1e-9, -2049.0, -2051.0, -65504.0]
FLOATS += [-65519.0, -65520.0, -1e9, -INF, 1.0, 2.5, 65504.0, 0.333251953125, -0.00048828125, -6.1e-5, -6.09e-5]


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (str, bool, int)):
        return value
    value = float(value)
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def main():
    np.seterr(over="ignore")
    golden = {
        "about": "Written by tools/goldens/divergence.py. Nats; non-finite numbers as strings.",
        "pairs": [
            {"name": name, "a": a, "b": b, "values": values(a, b)} for name, (a, b) in LOGITS.items()
        ],
        "temperatures": {
            "logits": BASE,
            "rows": [{"temperature": t, "logprobs": tempered(BASE, t)} for t in TEMPERATURES],
        },
        "sampling": {
            "logits": BASE,
            "rows": [{"settings": s, "probabilities": processed(BASE, s)} for s in SAMPLING],
        },
        "truncated": [
            {
                "name": name,
                "a": a,
                "b": b,
                "lower": {kind: least(kind, a, b) for kind in ("kl", "js", "totalVariation")},
            }
            for name, (a, b) in TRUNCATED.items()
        ],
        "float16": {
            "values": np.float32(FLOATS),
            "bits": [int(v) for v in np.float32(FLOATS).astype(np.float16).view(np.uint16)],
        },
    }
    path = Path(__file__).resolve().parents[2] / "tests" / "golden" / "divergence.json"
    text = json.dumps(plain(golden), indent=1, ensure_ascii=False)
    one_line_lists = re.sub(r"\[[^\[\]{}]*\]", lambda found: re.sub(r"\s+", " ", found.group()), text)
    path.write_text(one_line_lists + "\n")


main()
