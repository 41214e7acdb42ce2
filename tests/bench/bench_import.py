"""How long a roster of 10,000 takes to import, beside how long its file takes to be read alone.

``python tests/bench/bench_import.py [OUT.json]`` prints seconds and ratios, and writes them.
"""

import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook, load_workbook

PEOPLE = 10_000
SURNAMES, GIVEN = "李王张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超秀霞平"


def rows():
    """A list as a training office keeps it."""
    yield ["姓名", "工号", "所属队伍", "手机", "邮箱", "证书", "发证日期", "有效期至", "备注"]
    for n in range(PEOPLE):
        name = SURNAMES[n % 10] + GIVEN[n // 10 % 20] + GIVEN[n // 200 % 20]
        yield [
            name, f"{n:05d}", f"第{n % 40 + 1}救援队", f"138{n:08d}", f"m{n}@example.org",
            f"水域救援{'一二三'[n % 3]}级", "2025年4月1日", "2028-03-31", "x",
        ]  # fmt: skip


def seconds(*command):
    start = time.perf_counter()
    subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True)
    return time.perf_counter() - start


def main():
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "m.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows())
        book = Workbook()
        for row in rows():
            book.worksheets[0].append(row)
        book.save(folder / "m.xlsx")
        start = time.perf_counter()
        load_workbook(folder / "m.xlsx")
        found["workbook read alone"] = time.perf_counter() - start
        new = ("--timezone", "Asia/Shanghai", "--kind", "professional")
        for suffix in ("csv", "xlsx"):
            sheet, roster = folder / f"m.{suffix}", folder / f"{suffix}.yaml"
            command = ("-m", "drillctl", "import", "roster", sheet)
            found[f"{suffix}, new"] = seconds(*command, "-o", roster, *new)
            found[f"{suffix}, again"] = seconds(*command, "--into", roster)
    base = found["workbook read alone"]
    for what, took in found.items():
        print(f"{what:20} {took:6.1f} s {took / base:6.1f} x")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps(found, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
