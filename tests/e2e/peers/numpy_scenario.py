"""The scenario of `scenario_bench` in numpy and in pyfair: time and error at several numbers of draws.

Reads the problem as JSON from standard input, and writes one line of JSON. The arithmetic is that
of method A12, laid out as one would write it in numpy: the weeks' stops are summed up once, and
every draw looks its sum up. pyfair has no weeks, so it is handed the losses and does what it is
for with them.
"""

import json
import sys
import time

import numpy as np

COUNTS = (4_096, 65_536, 1_048_576)
SEEDS = 16


def triangular(rng, points, count):
    low, mode, high = points
    return rng.triangular(low, mode, high, count) if low < high else np.full(count, mode)


def losses(problem, rng, count):
    """Lost contribution and extra cost of every draw, and what the cash path needs besides."""
    weeks = triangular(rng, problem["weeks"], count)
    lost = triangular(rng, problem["lost"], count)
    price = triangular(rng, problem["price"], count)
    longest = int(np.ceil(problem["weeks"][2]))
    stopped = np.zeros(longest)
    for share, tts, ttr, _ in problem["rows"]:
        begin, end = int(np.ceil(tts)), int(min(longest, np.ceil(ttr)))
        stopped[begin:end] = np.maximum(stopped[begin:end], share)
    sums = np.concatenate([[0.0], np.cumsum(stopped)])
    rate = problem["sales"] / 52 * problem["margin"] * (1 - problem["recapture"])
    spend = sum(row[3] for row in problem["rows"]) / 52 * (1 - problem["pass_through"])
    per_week = spend * (price - 1) * (1 - lost)
    until = np.ceil(weeks).astype(int)
    whole = rate * lost * sums[until] + per_week * np.minimum(weeks, problem["price_weeks"])
    return whole, (weeks, lost, until, sums, rate, per_week)


def play(problem, rng, count):
    """The same results as a run of Sonae: loss, runway, need, the cash path's percentiles."""
    whole, (weeks, lost, until, sums, rate, per_week) = losses(problem, rng, count)
    months = max(12, int(np.ceil(np.ceil(problem["weeks"][2]) / (52 / 12))))
    earned = problem["sales"] * problem["margin"] / 12 - problem["fixed"]
    lowest = np.zeros(count)
    runway = np.full(count, np.inf)
    path = []
    for month in range(1, months + 1):
        now = month * 52 / 12
        at = np.minimum(now, until)
        week = at.astype(int)
        after = np.minimum(week + 1, len(sums) - 1)
        gone = sums[week] + (sums[after] - sums[week]) * (at - week)
        priced = per_week * np.minimum(np.minimum(weeks, problem["price_weeks"]), now)
        cash = problem["cash"] + month * earned - rate * lost * gone - priced
        runway[(cash < 0) & np.isinf(runway)] = month
        lowest = np.minimum(lowest, cash)
        path.append(np.percentile(cash, [10, 50, 90]))
    return [np.percentile(values, [10, 50, 90], method="inverted_cdf") for values in (whole, -lowest, runway)]


def with_pyfair(problem, rng, count):
    from pyfair import FairModel

    whole, _ = losses(problem, rng, count)
    model = FairModel(name="scenario", n_simulations=count)
    model.input_data("Loss Event Frequency", constant=1)
    model.input_raw_data("Loss Magnitude", whole.tolist())
    model.calculate_all()
    return [model.export_results()["Risk"].quantile([0.1, 0.5, 0.9]).to_numpy()]


def measure(run, problem, truth, count):
    times, errors = [], []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        begin = time.perf_counter()
        results = run(problem, rng, count)
        times.append((time.perf_counter() - begin) * 1e6)
        errors.append(float(results[0][1]) - truth)
    return {"draws": count, "us": float(np.median(times)), "error": float(np.sqrt(np.mean(np.square(errors))))}


def main():
    asked = json.load(sys.stdin)
    out = {"numpy": np.__version__, "numpy_runs": [], "pyfair": None, "pyfair_runs": []}
    for count in COUNTS:
        out["numpy_runs"].append(measure(play, asked["problem"], asked["truth"], count))
    try:
        from importlib.metadata import version

        out["pyfair"] = version("pyfair")
        for count in COUNTS[:2]:
            out["pyfair_runs"].append(measure(with_pyfair, asked["problem"], asked["truth"], count))
    except ImportError:
        pass
    print(json.dumps(out))


main()
