"""Holds what Sonae writes against its published schemas, with a validator of its own.

    schemas.py SONAE    validates samples, dossiers and the command's lines; SONAE is the command

What was taken by the reader fits the schema; a key that nobody knows, a level that is none and a
value of another kind do not.
"""

import copy
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["assessment", "dossier", "score", "scenario", "ledger", "screen", "policy", "portfolio", "pool", "questions", "totals"]
FILES = ROOT / "tests/data/files"
LEDGERS = ROOT / "tests/data/ledgers"


def validators():
    schemas = {}
    for name in NAMES:
        file = f"{name}.schema.json"
        schemas[file] = json.loads((ROOT / "docs/schemas" / file).read_text("utf-8"))
        Draft202012Validator.check_schema(schemas[file])
    registry = Registry().with_resources((file, Resource.from_contents(one)) for file, one in schemas.items())
    return {name: Draft202012Validator(schemas[f"{name}.schema.json"], registry=registry) for name in NAMES}


def lines(sonae, *arguments):
    """The lines of JSON a command writes; findings may make it end with 1."""
    done = subprocess.run([sonae, *map(str, arguments)], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"sonae {arguments}: {done.stderr.decode()}")
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def instances(sonae, folder):
    """Each: what it is, which schema it belongs to, the value."""
    taken = [file for file in sorted(FILES.glob("*.sonae")) if file.with_suffix(".txt").read_text("utf-8").startswith("taken")]
    if len(taken) < 5:
        sys.exit("samples are missing")
    for file in taken:
        yield file.name, "assessment", json.loads(file.read_text("utf-8-sig"))
        saved = folder / "saved.sonae"
        # Rescuing writes what was read as the app saves it.
        rescued = subprocess.run([sonae, "open", "--rescue", str(file), "-o", str(saved)], capture_output=True, check=False)
        if rescued.returncode == 0:
            yield f"{file.name}, saved", "assessment", json.loads(saved.read_text("utf-8"))
        for level in ["full", "masked", "dimensionless"]:
            out = folder / f"{level}.json"
            subprocess.run([sonae, "dossier", str(file), "--level", level, "--day", "2026-11-26", "-o", str(out)], capture_output=True, check=True)
            yield f"{file.name}, {level}", "dossier", json.loads(out.read_text("utf-8"))
        for line in lines(sonae, "scenario", file, "--all"):
            yield f"{file.name}, {line.get('scenario')}", "scenario", line
    everything = sorted(FILES.glob("*.sonae"))
    for file, line in zip(everything, lines(sonae, "score", *everything)):
        yield file.name, "score", line
    out = folder / "screened"
    out.mkdir()
    for file in taken:
        for level in ["full", "masked", "dimensionless"]:
            subprocess.run([sonae, "dossier", str(file), "--level", level, "--day", "2026-11-26", "-o", str(out / f"{file.stem}-{level}.json")], capture_output=True, check=True)
    for line in lines(sonae, "screen", out, *everything, "--portfolio", "--pool", folder / "pool.json"):
        if "portfolio" in line:
            yield "figures of all", "portfolio", line
        else:
            yield f"{line['file']}, screened", "screen", line
    pool = json.loads((folder / "pool.json").read_text("utf-8"))
    yield "the pool", "pool", pool
    room = totals_of_a_room(pool["method"], pool["pack"])
    (folder / "room.json").write_text(json.dumps(room), "utf-8")
    subprocess.run([sonae, "totals", str(folder / "room.json"), "-o", str(folder / "totals.json")], capture_output=True, check=True)
    yield "totals of a room", "totals", json.loads((folder / "totals.json").read_text("utf-8"))
    asked = folder / "questions.json"
    subprocess.run([sonae, "questions", str(taken[0]), "--ask", "profile.cash", "--day", "2026-11-26", "-o", str(asked)], capture_output=True, check=True)
    yield "questions back", "questions", json.loads(asked.read_text("utf-8"))
    yield "the default policy", "policy", json.loads(subprocess.run([sonae, "policy"], capture_output=True, check=True).stdout)
    ledgers = [file for file in sorted(LEDGERS.rglob("*")) if file.suffix in {".csv", ".txt", ".xlsx", ".xls"}][:40]
    if len(ledgers) < 10:
        sys.exit("ledgers are missing")
    for file, line in zip(ledgers, lines(sonae, "ledger", *ledgers)):
        yield file.name, "ledger", line


def totals_of_a_room(method, pack):
    """Of three teams, sealed as docs/formats.md has it."""
    choices = {"action.stock": {"before": [3, 3], "after": [0, 2]}}
    figures = {"rooms": 1, "teams": 3, "results": 0, "choices": choices, "injects": {}, "questions": {}, "themes": {}}
    totals = {"format": "sonae-totals", "version": 1, "method": method, "pack": pack, "rooms": ["ab" * 32], "months": {"2026-11": 1}, "kits": {"kit.soramame_pump": figures}}
    values = json.dumps(totals, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**totals, "sha256": hashlib.sha256(values.encode()).hexdigest()}


def spoilt(name, value):
    """The same with one thing wrong, each time another."""
    other = copy.deepcopy(value)
    other["nobody_knows"] = 1
    yield "an unknown key", other
    key = {"assessment": "version", "dossier": "sha256", "score": "modules", "scenario": "rows", "ledger": "suppliers", "screen": "reasons", "policy": "coverage", "portfolio": "portfolio", "pool": "figures", "questions": "questions", "totals": "kits"}[name]
    other = copy.deepcopy(value)
    other[key] = True
    yield f"another kind of {key}", other
    if name == "assessment" and value.get("suppliers"):
        other = copy.deepcopy(value)
        other["suppliers"][0]["category"] = "wish"
        yield "an unknown option", other
    if name == "dossier":
        other = copy.deepcopy(value)
        other["level"] = "half"
        yield "an unknown level", other


def main(sonae):
    of = validators()
    passed, failed = 0, 0

    def count(good, what):
        nonlocal passed, failed
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(what)

    with tempfile.TemporaryDirectory() as folder:
        for what, name, value in instances(sonae, Path(folder)):
            wrong = sorted(of[name].iter_errors(value), key=str)
            count(not wrong, f"{what} against {name}: {[(list(one.path), one.message[:200]) for one in wrong[:3]]}")
            for how, other in spoilt(name, value):
                count(not of[name].is_valid(other), f"{what}: {how} fits {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
