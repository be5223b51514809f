#!/usr/bin/env python3
"""Screens dossiers on as many machines as Spark has: `sonae screen` in a pipe, once for each partition.

    spark-submit examples/spark/screen.py DOSSIERS OUT [--sonae PATH] [--policy FILE] [--parts N]

DOSSIERS holds a dossier or an assessment on each line (a path that Spark can read: a file, a folder, HDFS, S3).
OUT becomes a folder with a line of JSON for each of them, in the same order. The command has to be at the same
path on every machine, as has the policy. docs/scale.md says what differs from a single process.
"""
import argparse
import json
import shlex
import sys

from pyspark.sql import SparkSession


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dossiers")
    parser.add_argument("out")
    parser.add_argument("--sonae", default="sonae", help="the command, as each machine finds it")
    parser.add_argument("--policy", help="the institution's criteria; the default ones without it")
    parser.add_argument("--parts", type=int, help="into how many partitions at the least")
    asked = parser.parse_args()

    command = [asked.sonae, "screen", "-"]
    if asked.policy:
        command += ["--policy", asked.policy]
    spark = SparkSession.builder.appName("sonae screen").getOrCreate()
    try:
        lines = spark.sparkContext.textFile(asked.dossiers, asked.parts)
        # Status 1 says that some file could not be read, which its line says too.
        screened = lines.pipe(shlex.join(command))
        screened.saveAsTextFile(asked.out)
        # The lines that were written, so that nothing is screened twice.
        written = spark.sparkContext.textFile(asked.out)
        counts = written.map(lambda line: json.loads(line)).map(lambda line: line["class"] or line["state"]).countByValue()
        json.dump({"classes": dict(sorted(counts.items()))}, sys.stdout)
        print()
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
