#!/usr/bin/env python3
"""A second, independent reading of the method, to check the engine against.

It reads the pack (content/packs/core) and works out, for every file in its examples/ folder, the three
module scores, their coverage, bands and gates, and the overall score. It is written from the method
(part A, A1-A9, version A1) alone, shares no code with the engine, and favours plainness over speed.
It needs Python 3.9 or later and PyYAML.

    score.py                 print the results of all examples as JSON, one object per line
    score.py NAME ...        only these examples (or firms: a name such as case.hotaru_imaging)
    score.py --explain NAME  also every item with its weight and its risk
    score.py --check         compare `expect` of every example with the results; exit 1 if any differs
    score.py --write         fill `expect` of every example that is `worked_by: script`
                             (an example worked by hand is never overwritten)

How the method is read
----------------------
Items (A1). The risk of a single choice is level / 4, of a number the level of its band / 4, of a `multi` with
  `max` the largest chosen level / 4, with `sum` min(4, sum of levels) / 4. "unknown", no answer, and a condition
  that cannot be decided yet give [0, 1]. "not_applicable", an option marked so, and a condition that is decided
  as not met leave the item out. An answer given under a condition that is not met, or not decided, is ignored.
Conditions have three values. A question without an answer, or answered with "unknown", makes a condition on it
  undecided; a question that does not apply makes it not met. and / or / not follow Kleene. For a `multi`, `in`
  means at least one of the keys is chosen, `not_in` none of them.
Tables (A1, A11). An answer that is not an estimate overrides the table; answers in firms and examples are never
  estimates. Without an answer the table's measure counts, as a range [low, high]; a choice then takes every level
  between the option of the low measure and the option of the high one. If the measure is undefined, or the table
  has no rows, the answer counts, else the item is unknown. An answer of "unknown" is read as no answer here.
  A cell that is absent is unknown. Unknown weeks and spends may be anything from 0 upwards.
  - Rows with a spend of 0 or less are left out of shares. Rows with the same alias are one supplier, and so are
    suppliers that the file puts under one owner; a row without alias is a supplier of its own.
  - Share of the largest supplier: with n suppliers of whom a spend is unknown, a largest known supplier m, and C
    what the other suppliers take, it lies in [m / (C + n m), 1]: each of the n can at worst be as large as m.
  - The share of known origin is at least what is known and at most all: an empty country may not be entered yet.
  - Share of country c: low = known_c / T, or 0 if a spend elsewhere is unknown; high = (known_c + spend of unknown
    origin) / T, or 1 if a row of unknown spend is of c or of unknown origin. The largest foreign country is the
    largest low and the largest high, where one country that is not named may hold all of the unknown origin.
  - Goods are all rows whose category is not a service; a row without a category is possibly goods.
  - Stock: the least stock of the goods rows that stop sales. An unknown stock makes the low end 0; a row that only
    may count lowers the low end only; if no certain row has a known stock, the measure is undefined.
  - Recovery gap: the largest max(0, 1 - TTS / TTR) x share of sales over goods rows; TTR 0 makes it 0.
  - Foreign market: low = the largest known foreign share, high = max(low, what is not listed) + the share of rows
    without a country.
Scores (A2-A6). weight = base x industry multiplier; theme risk = weighted mean; S = product over the n themes of
  max(0.01, 1 - R) ^ (1/n); score = 100 (1 - S) / 0.99. The overall score is the largest low and the largest high;
  it is set by the module with the largest low, then the largest high, then pack order. An item is known when both
  ends of its risk are equal; coverage is the mean over themes of the known part of the weight. The lowest band is
  raised by certain gates, the highest by certain and by possible ones.
Gates (A7) are no, possible or certain. In a single_point row every condition is three-valued, and a row counts
  as certain only when all of them are. one_country_supply: the qualified part of a country's spend is a range too
  (unknown alternatives and unknown origins may go either way). `illiquid` needs a scenario that was run: "no" here.
"""
import argparse
import json
import math
import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACK = ROOT / "content" / "packs" / "core"
EPS = 0.01
INF = math.inf
BANDS = ["low", "moderate", "high", "severe"]
HOME = "JP"
UNQUALIFIED = {"0", "1_unqualified"}
QUALIFIED = {"1_qualified", "2plus_qualified"}
# What an answer may be instead of a value. Objects of their own, since a question may have an option called "unknown".
UNKNOWN, NOT_APPLICABLE = object(), object()


# ---------------------------------------------------------------- reading

class StrictLoader(yaml.SafeLoader):
    """YAML in which a key written twice is a fault."""


def _mapping(loader, node, deep=False):
    keys = [loader.construct_object(k, deep=True) for k, _ in node.value]
    twice = {k for k in keys if keys.count(k) > 1}
    if twice:
        raise ValueError(f"{node.start_mark}: key written twice: {sorted(map(str, twice))}")
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)


class Pack:
    def __init__(self, folder):
        self.folder = folder
        head = read(folder / "pack.yaml")
        self.modules = [read(folder / f"{name}.yaml") for name in head["modules"]]
        self.multipliers = {i["id"]: i.get("multipliers") or {} for i in read(folder / "industries.yaml")}
        self.questions = {q["id"]: q for q in read(folder / "profile.yaml")}
        for module in self.modules:
            self.questions.update({q["id"]: q for q in module["questions"]})
        columns = read(folder / "tables.yaml")["suppliers"]["columns"]
        category = next(c for c in columns if c["key"] == "category")
        self.services = {o["key"] for o in category["options"] if o.get("service")}

    def firm(self, case_id):
        return read(self.folder / "firms" / (case_id.split(".", 1)[1] + ".yaml"))


# ---------------------------------------------------------------- three values: True, None (undecided), False

def k_and(values):
    values = list(values)
    return False if False in values else None if None in values else True


def k_or(values):
    values = list(values)
    return True if True in values else None if None in values else False


def k_not(value):
    return None if value is None else not value


def at_least(interval, bound):
    low, high = interval
    return True if low >= bound else False if high < bound else None


# ---------------------------------------------------------------- one firm

def given(answer):
    """An answer as written: `unknown`, `not_applicable`, a value, or {value: ...}, which takes any word as an option."""
    if isinstance(answer, dict):
        (kind, value), = answer.items()
        return {"value": value, "unknown": UNKNOWN, "na": NOT_APPLICABLE}[kind]
    if answer == "unknown":
        return UNKNOWN
    return NOT_APPLICABLE if answer == "not_applicable" else answer


class Case:
    """The answers and tables of one firm, and what follows from them."""

    def __init__(self, pack, data):
        self.pack = pack
        written = {**(data.get("profile") or {}), **(data.get("answers") or {})}
        self.answers = {question: given(answer) for question, answer in written.items()}
        unheard_of = set(self.answers) - set(pack.questions)
        if unheard_of:
            raise ValueError(f"no such question: {sorted(unheard_of)}")
        # Suppliers of one owner are one supplier.
        groups = (data.get("ledger") or {}).get("groups") or []
        owner = {alias: "owner: " + group["name"] for group in groups for alias in group["suppliers"]}
        self.suppliers = [
            {**row, "alias": owner.get(row.get("alias"), row.get("alias"))} for row in data.get("suppliers") or []
        ]
        self.markets = data.get("markets") or []
        self.industry = self.answers.get("profile.industry")

    # -- tables

    def goods(self, row):
        category = row.get("category")
        return None if category is None else category not in self.pack.services

    def spends(self):
        """Rows that count in shares: (row, spend or None)."""
        rows = [(r, r.get("annual_spend")) for r in self.suppliers]
        return [(r, s) for r, s in rows if s is None or s > 0]

    def top_supplier_share(self):
        rows = self.spends()
        if not rows:
            return None
        totals, still_open = {}, set()
        for n, (row, spend) in enumerate(rows):
            key = row.get("alias") or ("row", n)
            totals[key] = totals.get(key, 0) + (spend or 0)
            if spend is None:
                still_open.add(key)
        largest = max(totals.values())
        if largest == 0:
            low = 1 / len(totals)
        else:
            closed = sum(t for key, t in totals.items() if key not in still_open)
            low = largest / (closed + len(still_open) * largest)
        return (100 * low, 100.0 if still_open else 100 * low)

    def country_shares(self):
        """{country or None (one that is not named): (low, high)} of the foreign countries, as fractions."""
        rows = self.spends()
        total = sum(s for _, s in rows if s is not None)
        open_spend = [r.get("country") for r, s in rows if s is None]
        nowhere = sum(s for r, s in rows if s is not None and r.get("country") is None)
        foreign = {r.get("country") for r, _ in rows} - {HOME, None}
        if nowhere or None in open_spend:
            foreign.add(None)
        shares = {}
        for c in foreign:
            known = sum(s for r, s in rows if s is not None and c is not None and r.get("country") == c)
            elsewhere = [country for country in open_spend if c is None or country != c]
            least = known / total if total else float(c in open_spend)
            low = 0.0 if elsewhere else least
            if c in open_spend or None in open_spend:
                high = 1.0
            else:
                high = (known + nowhere) / total if total else 0.0
            shares[c] = (low, high)
        return shares

    def top_foreign_country_share(self):
        if not self.spends():
            return None
        shares = self.country_shares().values()
        return (100 * max((l for l, _ in shares), default=0.0), 100 * max((h for _, h in shares), default=0.0))

    def known_origin_share(self):
        rows = self.spends()
        if not rows:
            return None
        total = sum(s for _, s in rows if s is not None)
        known = sum(s for r, s in rows if s is not None and r.get("country") is not None)
        open_nowhere = any(s is None and r.get("country") is None for r, s in rows)
        if total:
            low = 100 * known / total
        else:
            low = 100.0
        return (0.0 if open_nowhere else low, 100.0)

    def stops_sales(self, row):
        share = row.get("sales_dependent_pct")
        return None if share is None else share > 0

    def single_source_items(self):
        if not self.suppliers:
            return None
        certain, possible = set(), set()
        for n, row in enumerate(self.suppliers):
            alternatives = row.get("alternatives")
            unqualified = None if alternatives is None else alternatives in UNQUALIFIED
            verdict = k_and([self.goods(row), unqualified, self.stops_sales(row)])
            item = (row.get("alias") or ("row", n), json.dumps(row.get("item"), sort_keys=True))
            if verdict is not False:
                possible.add(item)
            if verdict is True:
                certain.add(item)
        return (len(certain), len(possible))

    def lowest_stock_weeks(self):
        sure, maybe = [], []
        for row in self.suppliers:
            verdict = k_and([self.goods(row), self.stops_sales(row)])
            if verdict is not False:
                (sure if verdict else maybe).append(row.get("stock_weeks"))
        known = [s for s in sure if s is not None]
        if not known:
            return None
        low = min(0 if s is None else s for s in sure + maybe)
        return (low, min(known))

    @staticmethod
    def weeks(row, key):
        value = row.get(key)
        return (0, INF) if value is None else (value, value)

    def recovery_weeks(self, row):
        alternatives = row.get("alternatives")
        if alternatives == "2plus_qualified":
            return (0, 0)
        if alternatives == "1_qualified":
            return self.weeks(row, "lead_time_weeks")
        if alternatives in UNQUALIFIED:
            return self.weeks(row, "requal_weeks")
        return (0, max(self.weeks(row, "lead_time_weeks")[1], self.weeks(row, "requal_weeks")[1]))

    def recovery_gap(self):
        if not self.suppliers:
            return None

        def gap(recover, survive):
            if recover == 0 or survive == INF:
                return 0.0
            return 1.0 if recover == INF else max(0.0, 1 - survive / recover)

        lows, highs = [0.0], [0.0]
        for row in self.suppliers:
            if self.goods(row) is False:
                continue
            recover, survive = self.recovery_weeks(row), self.weeks(row, "stock_weeks")
            share = row.get("sales_dependent_pct")
            share_low, share_high = (0.0, 1.0) if share is None else (share / 100, share / 100)
            if self.goods(row):
                lows.append(gap(recover[0], survive[1]) * share_low)
            highs.append(gap(recover[1], survive[0]) * share_high)
        return (max(lows), max(highs))

    def top_foreign_market_share(self):
        if not self.markets:
            return None
        known, nowhere, listed = {}, 0.0, 0.0
        for row in self.markets:
            share, country = row.get("share_pct"), row.get("country")
            if share is not None:
                listed += share
                if country is None:
                    nowhere += share
                elif country != HOME:
                    known[country] = known.get(country, 0) + share
        rest = max(0.0, 100 - listed)
        low = max(known.values(), default=0.0)
        high = max(low, rest) + nowhere
        for row in self.markets:
            country = row.get("country")
            if row.get("share_pct") is None and country not in (None, HOME):
                high = max(high, known.get(country, 0) + rest + nowhere)
        return (low, min(100.0, high))

    def measure(self, name):
        return getattr(self, name)()

    # -- answers

    def applies(self, qid):
        when = self.pack.questions[qid].get("when")
        return True if when is None else self.condition(when)

    def effective(self, qid):
        """What counts as the answer: ("none",), ("na",), ("key", [keys it may be]), ("keys", set), ("number", low, high)."""
        question = self.pack.questions[qid]
        answer = self.answers.get(qid)
        if answer is NOT_APPLICABLE:
            return ("na",)
        table = question.get("from_table")
        if answer is None or answer is UNKNOWN:
            interval = self.measure(table["measure"]) if table else None
            if interval is None:
                return ("none",)
            if question["type"] != "single":
                return ("number", *interval)
            ends = [self.band(table["bands"], x)["option"] for x in interval]
            order = [b["option"] for b in table["bands"]]
            first, last = sorted(order.index(e) for e in ends)
            return ("key", order[first:last + 1])
        if question["type"] == "single":
            option = self.option(question, answer)
            return ("na",) if option.get("not_applicable") else ("key", [answer])
        if question["type"] == "multi":
            if not isinstance(answer, list) or not answer:
                raise ValueError(f"{qid}: a list of keys is needed")
            for key in answer:
                if self.option(question, key).get("exclusive") and len(answer) > 1:
                    raise ValueError(f"{qid}: {key} excludes the others")
            return ("keys", set(answer))
        if isinstance(answer, bool) or not isinstance(answer, (int, float)):
            raise ValueError(f"{qid}: a number is needed, not {answer!r}")
        return ("number", answer, answer)

    @staticmethod
    def option(question, key):
        for option in question["options"]:
            if option["key"] == key:
                return option
        raise ValueError(f"{question['id']}: no option {key!r}")

    @staticmethod
    def band(bands, value):
        for band in bands:
            if "below" not in band or value < band["below"]:
                return band
        raise ValueError("no band is open at the top")

    def condition(self, c):
        if "and" in c:
            return k_and(self.condition(x) for x in c["and"])
        if "or" in c:
            return k_or(self.condition(x) for x in c["or"])
        if "not" in c:
            return k_not(self.condition(c["not"]))
        qid = c["question"]
        applies = self.applies(qid)
        if applies is False:
            return False
        answer = self.effective(qid)
        if "answered" in c:
            return (answer[0] not in ("none", "na")) == c["answered"]
        if answer[0] == "na":
            return False
        if answer[0] == "none":
            return None
        if "in" in c or "not_in" in c:
            keys = c.get("in", c.get("not_in"))
            if answer[0] == "key":
                hits = [k in keys for k in answer[1]]
                met = True if all(hits) else False if not any(hits) else None
            else:
                met = bool(answer[1] & set(keys))
            met = met if "in" in c else k_not(met)
        elif "gte" in c:
            met = at_least(answer[1:], c["gte"])
        else:
            low, high = answer[1:]
            met = True if high <= c["lte"] else False if low > c["lte"] else None
        return k_and([applies, met])

    # -- items

    def levels(self, qid):
        """None if the item is left out, else the range of levels."""
        question = self.pack.questions[qid]
        applies = self.applies(qid)
        if applies is False:
            return None
        answer = self.effective(qid)
        if answer[0] == "na":
            return None
        if applies is None or answer[0] == "none":
            return (0, 4)
        if answer[0] == "key":
            levels = [self.option(question, k)["level"] for k in answer[1]]
            return (min(levels), max(levels))
        if answer[0] == "keys":
            levels = [self.option(question, k)["level"] for k in answer[1]]
            level = max(levels) if question["combine"] == "max" else min(4, sum(levels))
            return (level, level)
        return tuple(sorted(self.band(question["bands"], x)["level"] for x in answer[1:]))

    def items(self, module):
        """(theme, id, weight, low, high) of every item that counts."""
        factor = self.pack.multipliers[self.industry]
        for q in module["questions"]:
            if "theme" not in q:
                continue
            levels = self.levels(q["id"])
            if levels is not None:
                yield (q["theme"], q["id"], q["weight"] * factor.get(q["id"], 1), levels[0] / 4, levels[1] / 4)
        for m in module.get("metrics") or []:
            risk = self.measure(m["from_table"]["measure"]) or (0.0, 1.0)
            yield (m["theme"], m["id"], m["weight"] * factor.get(m["id"], 1), *risk)

    # -- gates

    def gate(self, rule):
        (name, spec), = rule.items()
        return getattr(self, "gate_" + name)(spec)

    def gate_single_point(self, spec):
        if not self.suppliers:
            return None
        return k_or(self.single_point_row(row, spec["sales_stop_gte"]) for row in self.suppliers)

    def single_point_row(self, row, floor):
        alternatives = row.get("alternatives")
        recover, survive = self.weeks(row, "requal_weeks"), self.weeks(row, "stock_weeks")
        outlasts = True if recover[0] > survive[1] else False if recover[1] <= survive[0] else None
        share = row.get("sales_dependent_pct")
        return k_and([
            self.goods(row),
            None if alternatives is None else alternatives in UNQUALIFIED,
            outlasts,
            None if share is None else share >= floor,
        ])

    def gate_one_country_supply(self, spec):
        if not self.spends():
            return None
        return k_or(
            k_and([at_least((100 * low, 100 * high), spec["share_gte"]), self.qualified_below(c, spec["qualified_below"])])
            for c, (low, high) in self.country_shares().items()
        )

    def qualified_below(self, country, bound):
        """Is less than `bound` percent of the country's spend backed by a qualified alternative?"""
        sure = {True: 0.0, None: 0.0, False: 0.0}    # spend that is the country's, by "qualified?"
        maybe = {True: 0.0, None: 0.0, False: 0.0}   # spend that may be
        for row, spend in self.spends():
            alternatives = row.get("alternatives")
            qualified = None if alternatives is None else alternatives in QUALIFIED
            here = row.get("country")
            if here is None or (here == country and spend is None):
                maybe[qualified] += INF if spend is None else spend
            elif here == country:
                sure[qualified] += spend

        def share(part, rest):
            if part == 0:
                return 0.0
            return 100.0 if part == INF else 0.0 if rest == INF else 100 * part / (part + rest)

        least = share(sure[True], sure[None] + sure[False] + maybe[None] + maybe[False])
        if sure[True] + sure[None] + sure[False] + maybe[None] + maybe[False] == 0:
            least = 100.0                            # only qualified rows can make up this country
        most = share(sure[True] + sure[None] + maybe[True] + maybe[None], sure[False])
        return True if most < bound else False if least >= bound else None

    def gate_one_country_sales(self, spec):
        share = self.effective(spec["share"])
        interval = share[1:] if share[0] == "number" else (0, 100)
        return k_and([at_least(interval, spec["share_gte"]), self.level_gte(spec["question"], spec["level_gte"])])

    def gate_levels(self, spec):
        def evaluate(x):
            if "all" in x:
                return k_and(evaluate(y) for y in x["all"])
            if "any" in x:
                return k_or(evaluate(y) for y in x["any"])
            return self.level_gte(x["question"], x["level_gte"])
        return evaluate(spec)

    def gate_illiquid(self, _spec):
        return False

    def level_gte(self, qid, bound):
        levels = self.levels(qid)
        return False if levels is None else at_least(levels, bound)

    # -- scores

    def module(self, module):
        items = list(self.items(module))
        risks, covered = [], []
        for theme in module["themes"]:
            mine = [i for i in items if i[0] == theme["id"]]
            weight = math.fsum(i[2] for i in mine)
            if weight == 0:
                continue
            risks.append([math.fsum(i[2] * i[end] for i in mine) / weight for end in (3, 4)])
            covered.append(math.fsum(i[2] for i in mine if i[3] == i[4]) / weight)
        if not risks:
            return None
        low, high = (self.score([r[end] for r in risks]) for end in (0, 1))
        gates = {g["id"]: (self.gate(g["rule"]), g["floor"]) for g in module.get("gates") or []}
        band = [self.band_of(low), self.band_of(high)]
        for verdict, floor in gates.values():
            if verdict is True:
                band[0] = max(band[0], BANDS.index(floor))
            if verdict is not False:
                band[1] = max(band[1], BANDS.index(floor))
        words = {True: "certain", None: "possible", False: "no"}
        return {
            "low": low, "high": high, "coverage": math.fsum(covered) / len(covered),
            "band": [BANDS[b] for b in band], "gates": {g: words[v] for g, (v, _) in gates.items()},
        }

    @staticmethod
    def score(risks):
        logs = [math.log(max(EPS, 1 - r)) for r in risks]
        return 100 * (1 - math.exp(math.fsum(logs) / len(logs))) / (1 - EPS) + 0.0

    @staticmethod
    def band_of(score):
        return 0 if score < 25 else 1 if score < 50 else 2 if score < 75 else 3

    def result(self):
        if self.industry is None or self.industry is UNKNOWN:
            return {"overall": None, "modules": {}}
        modules = {m["id"]: r for m in self.pack.modules if (r := self.module(m)) is not None}
        order = list(modules)
        set_by = min(order, key=lambda m: (-modules[m]["low"], -modules[m]["high"], order.index(m)))
        return {
            "overall": {
                "low": max(r["low"] for r in modules.values()),
                "high": max(r["high"] for r in modules.values()),
                "band": [BANDS[max(BANDS.index(r["band"][end]) for r in modules.values())] for end in (0, 1)],
                "set_by": set_by,
            },
            "modules": modules,
        }


# ---------------------------------------------------------------- examples

def load_case(pack, example):
    if "firm" in example:
        return Case(pack, pack.firm(example["firm"]))
    return Case(pack, example)


def differences(expect, got, tolerance, path=""):
    """Where `got` differs from `expect`; what `expect` does not mention is not compared."""
    if isinstance(expect, dict):
        for key, value in expect.items():
            if not isinstance(got, dict) or key not in got:
                yield f"{path}{key}: missing"
            else:
                yield from differences(value, got[key], tolerance, f"{path}{key}.")
    elif isinstance(expect, (int, float)) and not isinstance(expect, bool):
        if not isinstance(got, (int, float)) or not abs(expect - got) <= tolerance:
            yield f"{path[:-1]}: expected {expect}, got {got}"
    elif expect != got:
        yield f"{path[:-1]}: expected {expect}, got {got}"


def number(x):
    return repr(round(x, 10) + 0.0)


def expect_text(result):
    overall = result["overall"]
    lines = ["expect:",
             f"  overall: {{low: {number(overall['low'])}, high: {number(overall['high'])}, set_by: {overall['set_by']}}}",
             "  modules:"]
    for name, r in result["modules"].items():
        gates = ", ".join(f"{g}: " + ('"no"' if v == "no" else v) for g, v in r["gates"].items())
        lines.append(f"    {name}: {{low: {number(r['low'])}, high: {number(r['high'])}, "
                     f"coverage: {number(r['coverage'])}, band: [{', '.join(r['band'])}], gates: {{{gates}}}}}")
    return "\n".join(lines) + "\n"


def write_expect(path, result):
    kept, inside = [], False
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("expect:"):
            inside = True
        elif inside and line.strip() and not line[0].isspace():
            inside = False
        if not inside:
            kept.append(line)
    text = "".join(kept).rstrip("\n") + "\n"
    path.write_text(text + expect_text(result), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--pack", type=pathlib.Path, default=PACK)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--explain", action="store_true")
    args = parser.parse_args()
    pack = Pack(args.pack)

    if any(n.startswith("case.") for n in args.names):
        todo = [(None, {"id": n, "firm": n}) for n in args.names]
    else:
        todo = [(p, read(p)) for p in sorted((args.pack / "examples").glob("*.yaml"))]
        todo = [(p, e) for p, e in todo if not args.names or e["id"] in args.names]
    if not todo:
        sys.exit("no such example")

    faults = 0
    for path, example in todo:
        case = load_case(pack, example)
        result = case.result()
        if args.write and path and example.get("worked_by") == "script":
            write_expect(path, result)
        elif args.check:
            found = list(differences(example.get("expect") or {"overall": {}}, result, float(example.get("tolerance", 1e-6))))
            if "expect" not in example:
                found = ["expect is missing"]
            faults += bool(found)
            print(("differs " if found else "ok      ") + example["id"])
            for line in found:
                print("         " + line)
        elif not args.write:
            if args.explain:
                result["items"] = [list(i) for m in pack.modules for i in case.items(m)]
            print(json.dumps({"id": example["id"], **result}, ensure_ascii=False))
    if faults:
        sys.exit(1)


if __name__ == "__main__":
    main()
