#!/usr/bin/env python3
"""A second, independent reading of scenarios (method A12), to check the engine against.

For every fictional firm of the pack, and for each of them with some cells and answers taken away, it plays every
scenario and every pair of the pack week by week, and holds the command's lines against what comes of it:

    scenario.py SONAE        compare with what this command says; exit 1 if anything differs

It is written from docs/method.md alone, shares no code with the engine, and favours plainness over speed. It needs
Python 3.9 or later and PyYAML.

Most likely values are compared to the last figures; percentiles of drawn values with those of plain chance, which
are further from the truth than the engine's, so that only a gross error shows there.
"""
import copy
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACK = ROOT / "content" / "packs" / "core"
INF = math.inf
DRAWS = 1000
GOOD, BAD = 0, 1


def load(name):
    return yaml.safe_load((PACK / name).read_text(encoding="utf-8"))


SCENARIOS = load("scenarios.yaml")
BY_ID = {one["id"]: one for one in SCENARIOS["scenarios"]}
ASSUMED = SCENARIOS["assumptions"]


def times(a, b):
    """The product, where nothing of what is unbounded is nothing."""
    return 0.0 if a == 0 or b == 0 else a * b


def english(value):
    if isinstance(value, dict):
        return value["en"] if set(value) == {"ja", "en"} else {key: english(one) for key, one in value.items()}
    return [english(one) for one in value] if isinstance(value, list) else value


class Firm:
    """A case; every number is a pair, what it is at the low and at the high end."""

    def __init__(self, raw):
        self.profile = raw["profile"]
        self.answers = raw["answers"]
        self.suppliers = raw["suppliers"]
        self.markets = raw["markets"]

    def number(self, question, unit=1.0, widest=INF):
        value = self.profile.get(question, self.answers.get(question))
        if value in (None, "unknown"):
            return (0.0, widest)
        return (value * unit, value * unit)

    def by_answer(self, table):
        value = self.answers.get(table["question"])
        if value == "not_applicable":
            return (0.0, 0.0)
        if value in table["options"]:
            return (table["options"][value],) * 2
        every = list(table["options"].values())
        return (min(every), max(every))

    def foreign_market(self):
        """The share of the largest foreign market."""
        answer = self.answers.get("coercion.top_export_share")
        if isinstance(answer, (int, float)):
            return (answer / 100,) * 2
        if not self.markets:
            return (0.0, 1.0)
        listed = sum(row.get("share_pct", 0) for row in self.markets) / 100
        nameless = sum(row.get("share_pct", 0) for row in self.markets if "country" not in row) / 100
        shares = {}
        for row in self.markets:
            if row.get("country") not in (None, "JP"):
                shares[row["country"]] = shares.get(row["country"], 0) + row.get("share_pct", 0) / 100
        top = max(shares.values(), default=0.0)
        return (top, max(top + nameless, max(0.0, 1 - listed) + nameless))

    def as_file(self):
        def answer(value):
            if value == "unknown":
                return {"unknown": True}
            if value == "not_applicable":
                return {"na": True}
            return value if isinstance(value, dict) else {"value": value}

        return {
            "format": "sonae-assessment",
            "version": 1,
            "profile": {key: None if value == "unknown" else value for key, value in self.profile.items()},
            "answers": {key: answer(value) for key, value in self.answers.items()},
            "suppliers": english(self.suppliers),
            "markets": english(self.markets),
        }


def hit(scenario, row):
    """Whether a scenario hits a row: "no", "maybe" or "yes". Nobody chose a country."""
    states = []
    for column, values in scenario["rows"].items():
        values = values if isinstance(values, list) else [values]
        if values == ["selected"]:
            states.append("maybe")
        elif column == "flags":
            states.append("yes" if set(values) & set(row.get("flags", [])) else "no")
        elif column not in row:
            states.append("maybe")
        else:
            states.append("yes" if row[column] in values else "no")
    if not states or "no" in states:
        return "no"
    return "maybe" if "maybe" in states else "yes"


def recovery(row, end):
    weeks = lambda key: (row[key],) * 2 if key in row else (0.0, INF)
    there = row.get("alternatives")
    if there == "2plus_qualified":
        return 0.0
    if there == "1_qualified":
        return weeks("lead_time_weeks")[end]
    if there in ("0", "1_unqualified"):
        return weeks("requal_weeks")[end]
    return 0.0 if end == GOOD else max(weeks("lead_time_weeks")[BAD], weeks("requal_weeks")[BAD])


class Side:
    """A run at one end of everything that is not known."""

    def __init__(self, firm, ids, offset, end):
        self.end = end
        other = 1 - end
        industry = firm.profile["profile.industry"]
        self.sales = firm.number("profile.annual_sales")
        self.margin = firm.number("profile.contribution_margin", 0.01, 1.0)
        recapture = ASSUMED["recapture"]
        self.stays = 1 - recapture["industries"].get(industry, recapture["default"])
        self.loses = times(times(self.sales[end] / 52, self.margin[end]), self.stays)
        self.earns = times(self.sales[other] / 52, self.margin[other])
        self.fixed = firm.number("profile.monthly_fixed_cost")[end]
        self.cash = firm.number("profile.cash")[other]
        kept = 1 - firm.by_answer(ASSUMED["pass_through"])[other]
        self.switch = firm.by_answer(ASSUMED["switch_weeks"])[end]
        self.events = [
            self.event(firm, BY_ID[one], place * offset, kept) for place, one in enumerate(ids)
        ]
        self.over = max(event["starts"] + math.ceil(event["shock"]["weeks"][2]) for event in self.events)
        self.months = min(120, max(12, math.ceil(self.over / (52 / 12))))

    def event(self, firm, scenario, starts, kept):
        end, shock = self.end, scenario["shock"]
        rows = [row for row in firm.suppliers if hit(scenario, row) == "yes" or (end == BAD and hit(scenario, row) == "maybe")]
        known = sum(max(0, row["annual_spend"]) for row in firm.suppliers if "annual_spend" in row)
        spend = sum(max(0, row["annual_spend"]) for row in rows if "annual_spend" in row)
        if end == BAD and any("annual_spend" not in row for row in rows):
            spend += max(0.0, self.sales[1] * (1 - self.margin[0]) - known)
        market = other = 0.0
        if scenario.get("sales") == "market":
            market = firm.foreign_market()[end]
        elif scenario.get("sales") == "country":
            market = 0.0 if end == GOOD else firm.foreign_market()[BAD]
        elif scenario.get("sales") == "product":
            other = float(end)
        if "also_market_share" in shock:
            other = min(1.0, other + firm.number(shock["also_market_share"], 0.01, 1.0)[end])
        per_step = (0.0, 0.0)
        if shock.get("price_of") == "purchases":
            per_step = (spend * kept,) * 2
        elif shock.get("price_of") == "sales":
            # Only falls are in the pack: the more is sold there, the worse.
            per_step = (-self.sales[end] * (market + other),) * 2
        elif shock.get("price_of") == "currency":
            net = self.currency(firm)
            corners = [-yen * part for yen in net for part in (1 - one for one in firm.by_answer(ASSUMED["pass_through"]))]
            # A fall costs where this is below zero, so there the least is the bad end.
            per_step = ((min(corners), max(corners))[1 - end],) * 2
        return {
            "starts": starts,
            "shock": shock,
            "stops": scenario["kind"] != "cost",
            "rows": [(self.share(row), self.stock(row), recovery(row, end)) for row in rows],
            "market": market,
            "other": other,
            "per_step": per_step[0],
        }

    def share(self, row):
        return row["sales_dependent_pct"] / 100 if "sales_dependent_pct" in row else float(self.end)

    def stock(self, row):
        return row["stock_weeks"] if "stock_weeks" in row else (INF if self.end == GOOD else 0.0)

    def currency(self, firm):
        if firm.profile.get("profile.fx_currency") == "none":
            return (0.0, 0.0)
        share = firm.number("profile.foreign_sales_share", 0.01, 1.0)
        paid = [0.0, 0.0]
        for row in firm.suppliers:
            yen = max(0, row.get("annual_spend", 0))
            paid[1] += yen if row.get("country") != "JP" else 0
            paid[0] += yen if row.get("country") not in (None, "JP") else 0
        return (self.sales[0] * share[0] - paid[1], self.sales[1] * share[1] - paid[0])

    def play(self, drawn):
        """One draw, week by week and month by month."""
        stop, lost_weeks = INF, []
        for week in range(self.over):
            rows = market = other = 0.0
            for event, (weeks, lost, _, _) in zip(self.events, drawn):
                since = week - event["starts"]
                if since < 0 or since >= weeks:
                    continue
                part = max(0.0, min(1.0, min(weeks, self.switch) - since))
                if event["stops"]:
                    for share, tts, ttr in event["rows"]:
                        if tts <= since < min(weeks, ttr):
                            rows = max(rows, lost * share)
                market = max(market, lost * event["market"] * part)
                other += lost * event["other"] * part
            if rows > 0 and stop == INF:
                stop = week
            lost_weeks.append(min(1.0, rows + market + other))

        def extra(until):
            total = 0.0
            for event, (weeks, lost, price, once) in zip(self.events, drawn):
                since = until - event["starts"]
                if since > 0:
                    lasts = min(weeks, event["shock"]["price_weeks"], since)
                    total += once + times(event["per_step"] / 52, (price - 1) * (1 - lost) * lasts)
            return total

        def gone(until):
            whole = min(int(until), len(lost_weeks)) if until < INF else len(lost_weeks)
            part = lost_weeks[whole] * (until - whole) if whole < len(lost_weeks) else 0.0
            return sum(lost_weeks[:whole]) + part

        runway, lowest = INF, 0.0
        for month in range(1, self.months + 1):
            now = month * 52 / 12
            cash = self.cash + times(self.earns, now - self.stays * gone(now)) - times(self.fixed, month) - extra(now)
            if cash < 0 and runway == INF:
                runway = month
            lowest = min(lowest, cash)
        return {"stop_week": stop, "lost_yen": times(self.loses, gone(INF)), "extra_yen": extra(INF),
                "runway_months": runway, "need_yen": -lowest}

    def draws(self, chance):
        points = []
        for event in self.events:
            shock = event["shock"]
            points.append([shock["weeks"], shock["share_lost"], shock["price_mult"], shock.get("fixed_cost_jpy", [0, 0, 0])])
        if chance is None:
            return [[three[1] for three in one] for one in points]
        return [[chance.triangular(three[0], three[2], three[1]) for three in one] for one in points]


def percentiles(values):
    values = sorted(values)
    return [values[max(0, math.ceil(share * len(values)) - 1)] for share in (0.1, 0.5, 0.9)]


FIGURES = ["stop_week", "lost_yen", "extra_yen", "runway_months", "need_yen"]


def said(line, figure):
    """The command's P10, the ends of its median, and its P90; what is null is infinite."""
    one = line[figure]
    number = lambda value: INF if value is None else value
    between = one.get("p50_between") or [one["p50"], one["p50"]]
    return [number(one["p10"]), number(between[0]), number(between[1]), number(one["p90"])]


def same(one, other, tolerance):
    if one == other or (math.isinf(one) and math.isinf(other)):
        return True
    return abs(one - other) <= tolerance * max(abs(one), abs(other), 1.0)


def compare(firm, ids, offset, line, chance):
    """What differs, as sentences."""
    sides = [Side(firm, ids, offset, end) for end in (GOOD, BAD)]
    results = []
    for side in sides:
        played = [side.play(side.draws(chance)) for _ in range(DRAWS if chance else 1)]
        results.append({figure: percentiles([one[figure] for one in played]) for figure in FIGURES})
    wrong = []
    for figure in FIGURES:
        good, bad = results[GOOD][figure], results[BAD][figure]
        expected = [min(good[0], bad[0]), min(good[1], bad[1]), max(good[1], bad[1]), max(good[2], bad[2])]
        found = said(line, figure)
        # Chance is off by about a hundredth here; a week or a month is whole.
        near = 1e-9 if chance is None else (0.08 if figure.endswith("yen") else 0.25)
        slack = 0.0 if chance is None else 2e6 if figure.endswith("yen") else 1.0
        for name, one, other in zip(("P10", "P50 low", "P50 high", "P90"), expected, found):
            close = same(one, other, near) or abs(one - other) <= slack
            if not close:
                wrong.append(f"{ids} {figure} {name}: {other}, not {one}")
    return wrong


def gappy(raw, chance):
    """The same firm with some of what it knows taken away."""
    less = copy.deepcopy(raw)
    columns = ["category", "country", "annual_spend", "sales_dependent_pct", "alternatives", "stock_weeks",
               "lead_time_weeks", "requal_weeks"]
    for row in less["suppliers"]:
        for column in columns:
            if chance.random() < 0.12:
                row.pop(column, None)
    for question in ("profile.cash", "profile.contribution_margin", "profile.monthly_fixed_cost",
                     "profile.foreign_sales_share"):
        if chance.random() < 0.3:
            less["profile"][question] = "unknown"
    for question in ("supplier.price_passthrough", "coercion.market_switch", "coercion.top_customer_share"):
        if chance.random() < 0.3:
            less["answers"][question] = "unknown"
    return less


def main():
    command = sys.argv[1]
    chance = random.Random(20240202)
    cases = []
    for file in sorted((PACK / "firms").glob("*.yaml")):
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        cases.append((file.stem, raw))
        cases += [(f"{file.stem}, gaps {number}", gappy(raw, chance)) for number in range(6)]
    wrong, compared = [], 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "firm.sonae"
        for name, raw in cases:
            firm = Firm(raw)
            path.write_text(json.dumps(firm.as_file(), ensure_ascii=False), encoding="utf-8")

            def lines(*options):
                done = subprocess.run([command, "scenario", str(path), *options], capture_output=True, text=True)
                if done.returncode:
                    sys.exit(f"{name}: {done.stderr}")
                return [json.loads(line) for line in done.stdout.splitlines()]

            runs = [([one["scenario"][0]], 0, one) for one in lines("--all", "--mode")]
            for combo in SCENARIOS["combos"]:
                ids = combo["scenarios"]
                runs.append((ids, combo["offset_weeks"], lines("--id", ids[0], "--id", ids[1], "--mode")[0]))
            for ids, offset, line in runs:
                compared += 1
                wrong += [f"{name}: {one}" for one in compare(firm, ids, offset, line, None)]
            if "gaps" not in name:
                for line in lines("--all"):
                    compared += 1
                    wrong += [f"{name}, drawn: {one}" for one in compare(firm, line["scenario"], 0, line, chance)]
    print("\n".join(wrong[:60]))
    print(f"{compared} runs of {len(cases)} cases compared, {len(wrong)} figures differ.")
    sys.exit(1 if wrong else 0)


main()
