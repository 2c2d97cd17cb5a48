"""Seconds and memory for printing a plan, of a few pages and of about twenty, in a warm process.

Run: `.venv/bin/python benchmarks/bench_print.py`; the aim is 0.6 s for twenty pages.
"""

import io
import os
import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (0, 12_000)
ROUNDS = 7


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from documents.printing import available, render_plan

    if reason := available():
        print(reason)
        return 1
    start = time.perf_counter()
    render_plan({}, code=None)
    print(f"first print, with the import: {time.perf_counter() - start:.2f} s")
    for characters in SIZES:
        print(_line(characters))
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


def _line(characters: int) -> str:
    import pikepdf

    from documents.codes import Code
    from documents.printing import render_plan
    from tests.documents import plans

    content = plans.plan(characters) if characters else {"format": 1, "name": "国家技术标准创新基地（光伏）"}
    code = Code.of(content, "benchmark", 1)
    seconds, processor, pdf = [], [], b""
    for _ in range(ROUNDS):
        start, used = time.perf_counter(), time.process_time()
        pdf = render_plan(content, code=code)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    pages = len(pikepdf.open(io.BytesIO(pdf)).pages)
    return (
        f"{pages:3d} pages: {statistics.median(seconds):.2f} s (least {min(seconds):.2f}), "
        f"processor {statistics.median(processor):.2f} s, {len(pdf) / 1024:.0f} kB"
    )


if __name__ == "__main__":
    sys.exit(main())
