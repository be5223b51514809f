#!/usr/bin/env python3
"""The engine, a plain Python scorer and a plain JavaScript one give the same scores of generated assessments.

    lines.py SONAE DOSSIERS [COUNT]

SONAE is the command, DOSSIERS the generator. Every end of every module's range has to agree to 1e-9 points.
It needs pydantic, PyYAML and Node.js.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def main():
    sonae, dossiers = sys.argv[1:3]
    count = sys.argv[3] if len(sys.argv) > 3 else "60"

    def lines(command, come=None):
        done = subprocess.run(command, input=come, capture_output=True, check=False)
        assert done.stdout, done.stderr.decode()
        return done.stdout

    come = lines([dossiers, count, "--seed", "9", "--plain", "--ndjson"])
    engine = [json.loads(line) for line in lines([sonae, "screen", "-"], come).splitlines()]
    assert len(engine) == int(count)
    python = [sys.executable, str(HERE / "score_lines.py")]
    with tempfile.TemporaryDirectory() as folder:
        pack = pathlib.Path(folder) / "pack.json"
        pack.write_bytes(lines([*python, "--pack-json"]))
        others = {"python": lines(python, come), "node": lines(["node", str(HERE / "score_lines.mjs"), str(pack)], come)}
    passed = failed = 0
    for name, said in others.items():
        said = [json.loads(line) for line in said.splitlines()]
        assert len(said) == len(engine), f"{name}: {len(said)} lines"
        for ours, theirs in zip(engine, said):
            scores = {module: of["score"] for module, of in ours["modules"].items()}
            scores["overall"] = ours["overall"] and [ours["overall"]["low"], ours["overall"]["high"]]
            theirs = {**theirs["modules"], "overall": theirs["overall"]}
            same = scores.keys() == theirs.keys() and all(
                one == other or (one and other and max(abs(a - b) for a, b in zip(one, other)) <= 1e-9)
                for one, other in ((scores[key], theirs[key]) for key in scores)
            )
            passed, failed = passed + same, failed + (not same)
            if not same:
                print(f"{name}, {ours['file']}: {theirs}, the engine {scores}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
