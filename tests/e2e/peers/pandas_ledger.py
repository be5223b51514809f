"""pandas at the same work as `ledger_bench read`: the same file, the same figures, the same JSON.

`pandas_ledger.py FILE ROUNDS [ENGINE]`; the engine is the one that reads workbooks.
"""

import json
import sys
from time import perf_counter

start = perf_counter()
import pandas as pd  # noqa: E402

if len(sys.argv) > 3:
    # pandas imports what reads workbooks late; its time belongs to the imports.
    __import__({"openpyxl": "openpyxl", "calamine": "python_calamine"}[sys.argv[3]])
import_ms = (perf_counter() - start) * 1e3

# The title lines, and the columns that are needed: somebody has looked at the file before.
TITLES = 5
COLUMNS = ["伝票日付", "伝票番号", "仕入先コード", "仕入先名", "品名", "数量", "単位", "単価", "金額", "摘要"]


def status_kib(name):
    """A figure of this process, where the system tells (Linux does)."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(name))
    except (OSError, StopIteration):
        return None


def read(file, engine):
    """The rows as a table."""
    if engine is None:
        return pd.read_csv(file, encoding="cp932", skiprows=TITLES, thousands=",")
    return pd.read_excel(file, skiprows=TITLES, engine=engine)


def figures(table):
    """Suppliers with their shares, the largest first; subtotals have no slip number."""
    rows = table[table["伝票番号"].notna()]
    spent = rows.groupby(rows["仕入先名"].str.strip())["金額"].sum().sort_values(ascending=False)
    total = spent.sum()
    shares = spent / total
    return {
        "rows": len(rows),
        "suppliers": len(spent),
        "total": float(total),
        "hhi": float((shares**2).sum()),
    }


def main():
    """Reads the file so many times; the first time everything is cold."""
    file, rounds = sys.argv[1], int(sys.argv[2])
    engine = sys.argv[3] if len(sys.argv) > 3 else None
    before, peak, found = status_kib("VmRSS"), None, None
    preview, done = [], []
    for _ in range(rounds):
        begin = perf_counter()
        table = read(file, engine)
        assert list(table.columns) == COLUMNS
        str(table.head(8))
        preview.append((perf_counter() - begin) * 1e3)
        found = figures(table)
        done.append((perf_counter() - begin) * 1e3)
        peak = peak or status_kib("VmHWM")
        del table
    print(
        json.dumps(
            {
                "version": pd.__version__,
                "import_ms": import_ms,
                "preview_ms": preview,
                "figures_ms": done,
                "before_kib": before,
                "peak_kib": peak,
                "found": found,
            }
        )
    )


main()
