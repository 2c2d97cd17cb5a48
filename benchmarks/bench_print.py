"""Seconds and memory for printing a plan in a warm process: the empty form, twenty pages of plain text, thirty of rich.

Run: `.venv/bin/python benchmarks/bench_print.py`; the aims are 1 s for thirty pages and 320 MiB.
"""

import io
import os
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
MOST_MEMORY = 320


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
    for content in _plans():
        print(_line(content), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"peak memory: {peak:.0f} MiB ({'reached' if peak <= MOST_MEMORY else f'NOT reached: over {MOST_MEMORY} MiB'})"
    )
    return 0


def _plans() -> list[dict[str, Any]]:
    from tests.documents import plans

    empty = {"format": 1, "name": "国家技术标准创新基地（光伏）"}
    return [empty, plans.plan(12_000), plans.rich_plan()]


def _line(content: dict[str, Any]) -> str:
    import pikepdf

    from documents.codes import Code
    from documents.printing import render_plan

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
        f"processor {statistics.median(processor):.2f} s (least {min(processor):.2f}), {len(pdf) / 1024:.0f} kB"
    )


if __name__ == "__main__":
    sys.exit(main())
