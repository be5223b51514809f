#!/usr/bin/env python3
"""Scores assessments, one on each line of standard input: plain Python, json and pydantic.

What somebody would write who has the method and a pile of dossiers and no engine: pydantic checks the
form of each line, and score.py, the second reading of the method, works out the scores. For
`cargo xtask bench`, which measures it beside `sonae screen`, and for a test that both say the same.
Standard output has a line for each: {"overall": [low, high], "modules": {id: [low, high]}}.

    score_lines.py < lines              on all cores
    score_lines.py --pack-json          the pack as JSON, for score_lines.mjs
    score_lines.py --firms              the fictional firms of the pack as assessments, one a line
"""
import functools
import json
import multiprocessing
import os
import sys
from typing import Annotated, Any, Optional

from pydantic import BaseModel, ConfigDict, Field

import score


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Answer(Strict):
    value: Any = None
    unknown: bool = False
    na: bool = False
    estimate: bool = False
    flag: bool = False
    note: Annotated[str, Field(max_length=5000)] = ""


Percent = Annotated[float, Field(ge=0, le=100)]
Weeks = Annotated[float, Field(ge=0, le=5200)]
Name = Annotated[str, Field(max_length=500)]


class Supplier(Strict):
    alias: Optional[Name] = None
    item: Optional[Name] = None
    category: Optional[str] = None
    country: Optional[str] = None
    buy_via: Optional[str] = None
    annual_spend: Optional[float] = None
    sales_dependent_pct: Optional[Percent] = None
    alternatives: Optional[str] = None
    stock_weeks: Optional[Weeks] = None
    lead_time_weeks: Optional[Weeks] = None
    requal_weeks: Optional[Weeks] = None
    tier2_country: Optional[str] = None
    flags: list[str] = []


class Market(Strict):
    country: Optional[str] = None
    share_pct: Optional[Percent] = None
    main_products: Optional[Name] = None
    receivables_days: Optional[float] = None
    insured_yn: Optional[str] = None


class Assessment(Strict):
    format: str
    version: int
    app: str = ""
    pack: dict[str, str] = {}
    practice: bool = False
    profile: dict[str, Any] = {}
    answers: dict[str, Answer] = {}
    suppliers: list[Supplier] = []
    markets: list[Market] = []
    ledger: dict[str, Any] = {}
    scenarios: list[Any] = []
    technologies: list[Any] = []
    plan: list[Any] = []
    history: list[Any] = []
    sha256: Optional[str] = None


@functools.cache
def pack():
    return score.Pack(score.PACK)


class Remembering(score.Case):
    """Figures of a table and answers are worked out once for each firm."""

    def __init__(self, pack, data):
        self.known = {}
        super().__init__(pack, data)

    def once(self, kind, name, work):
        if (kind, name) not in self.known:
            self.known[kind, name] = work(name)
        return self.known[kind, name]

    def measure(self, name):
        return self.once("measure", name, super().measure)

    def effective(self, qid):
        return self.once("effective", qid, super().effective)

    def levels(self, qid):
        return self.once("levels", qid, super().levels)


def case_of(line):
    told = Assessment.model_validate(json.loads(line))
    answers = {}
    for question, answer in told.answers.items():
        if answer.unknown:
            answers[question] = {"unknown": True}
        elif answer.na:
            answers[question] = {"na": True}
        elif answer.value is not None:
            answers[question] = {"value": answer.value}
    profile = {q: {"unknown": True} if v is None else {"value": v} for q, v in told.profile.items()}
    case = Remembering(pack(), {
        "profile": profile, "answers": answers, "ledger": told.ledger,
        "suppliers": [row.model_dump(exclude_none=True) for row in told.suppliers],
        "markets": [row.model_dump(exclude_none=True) for row in told.markets],
    })
    # An estimate says nothing where the table does.
    for question, answer in told.answers.items():
        table = pack().questions[question].get("from_table")
        if answer.estimate and table and case.measure(table["measure"]) is not None:
            del case.answers[question]
    case.known.clear()
    return case


def scored(line):
    result = case_of(line).result()
    ends = lambda of: of and [of["low"], of["high"]]
    modules = {name: ends(module) for name, module in result["modules"].items()}
    return json.dumps({"overall": ends(result["overall"]), "modules": modules})


def saved(firm):
    """A fictional firm as the assessment that somebody who typed it in would save."""
    def said(answer):
        told = score.given(answer)
        return {"unknown": True} if told is score.UNKNOWN else {"na": True} if told is score.NOT_APPLICABLE else {"value": told}

    text = lambda cell: cell["ja"] if isinstance(cell, dict) else cell
    rows = lambda table: [{key: text(cell) for key, cell in row.items()} for row in firm.get(table) or []]
    return json.dumps({
        "format": "sonae-assessment", "version": 1, "profile": {q: said(v).get("value") for q, v in firm["profile"].items()},
        "answers": {q: said(v) for q, v in firm["answers"].items()}, "suppliers": rows("suppliers"), "markets": rows("markets"),
    }, ensure_ascii=False)


def main():
    if "--pack-json" in sys.argv:
        all_of = pack()
        json.dump({"modules": all_of.modules, "multipliers": all_of.multipliers, "questions": all_of.questions,
                   "services": sorted(all_of.services)}, sys.stdout, ensure_ascii=False)
        return
    if "--firms" in sys.argv:
        for file in sorted((score.PACK / "firms").glob("*.yaml")):
            print(saved(score.read(file)))
        return
    pack()
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        for line in pool.imap(scored, sys.stdin.buffer, chunksize=64):
            print(line)


if __name__ == "__main__":
    main()
