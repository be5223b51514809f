#!/usr/bin/env python3
"""Spark in local mode and a single process say the same of generated dossiers.

    spark.py SONAE DOSSIERS FOLDER [COUNT]

SONAE is the command, DOSSIERS the generator, FOLDER an empty place to work in. COUNT is 100,000 unless said.
It needs pyspark and a Java. The lines are held against each other one by one; only `file` may differ, which is
the number of the line within its partition.
"""
import json
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def timed(what, command, **streams):
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, **streams)
    print(f"{what}: {time.monotonic() - start:.1f} s")
    return done


def without_file(line):
    told = json.loads(line)
    del told["file"]
    return told


def main():
    sonae, dossiers, folder = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 100_000
    folder = pathlib.Path(folder)
    lines, single, out = folder / "dossiers.ndjson", folder / "single.ndjson", folder / "spark"
    with lines.open("wb") as to:
        timed(f"{count} dossiers", [dossiers, str(count), "--seed", "6", "--ndjson"], stdout=to, check=True)
    with lines.open("rb") as come, single.open("wb") as to:
        timed("single process", [sonae, "screen", "-"], stdin=come, stdout=to, check=True)
    script = [sys.executable, "examples/spark/screen.py", lines.as_uri(), out.as_uri(), "--sonae", sonae, "--parts", "8"]
    timed("Spark, local", script, stderr=subprocess.DEVNULL, check=True)

    parts = sorted(out.glob("part-*"))
    assert len(parts) >= 8, f"{len(parts)} partitions"
    assert (out / "_SUCCESS").exists()
    compared = 0
    with single.open(encoding="utf-8") as one:
        for part in parts:
            with part.open(encoding="utf-8") as others:
                for other in others:
                    mine = one.readline()
                    assert without_file(mine) == without_file(other), f"line {compared + 1} differs:\n{mine}{other}"
                    compared += 1
        assert one.readline() == "", "Spark left lines out"
    assert compared == count, f"{compared} of {count}"
    print(f"{compared} lines are the same")
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
