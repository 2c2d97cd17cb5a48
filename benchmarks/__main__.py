"""The portal beside its floor, in one run: ``python -m benchmarks [--small] [--rounds N] [--only TEXT]``.

Sizes take turns within every round, product and floor within every measurement, so that a machine that slows down
slows all of them. Judge by ratios and counts; milliseconds are this machine's. Whatever it finds, it exits with 0.
"""

import argparse
import functools
import gc
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import stages

WARMING = 3


def main() -> int:
    asked = _arguments()
    sizes = [300, 3_000] if asked.small else [1_000, 100_000]
    # Its databases are dropped also when it is stopped half-way.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    name = stages.prepare()
    import django

    django.setup()
    from benchmarks import loading

    pools = loading.Pools(drafts=24, in_review=60, to_recommend=asked.rounds + 60)
    print(f"loading {' and '.join(f'{size:,}' for size in sizes)} applications …", file=sys.stderr, flush=True)
    with stages.loaded(name, sizes, functools.partial(_load, pools)) as ready:
        _report(ready, pools, asked.rounds, asked.only)
    if not asked.only:
        _print()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="300 and 3,000 applications: a look in half a minute")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", default="", help="lines whose name contains this text")
    return parser.parse_args()


def _load(pools: Any, size: int) -> None:
    from benchmarks import floor, loading

    loading.load(size, pools)
    floor.make_tables(size)


def _report(ready: list[stages.Stage], pools: Any, rounds: int, only: str) -> None:
    from benchmarks import report
    from benchmarks.measuring import Line

    together = list(zip(*(_bound(stage, pools, only) for stage in ready), strict=True))
    lines = [[Line() for _ in ready] for _ in together]
    gc.collect()
    gc.freeze()
    for turn in range(-WARMING, rounds):
        for same, results in zip(together, lines, strict=True):
            for stage, subject, line in zip(ready, same, results, strict=True):
                stage.enter()
                _once(turn, subject, line)
    named = [(same[0].name, same[0].aim, results) for same, results in zip(together, lines, strict=True)]
    print("\n".join(report.table(named, [stage.size for stage in ready])), flush=True)


def _bound(stage: stages.Stage, pools: Any, only: str) -> list[Any]:
    from benchmarks.subjects import subjects

    stage.enter()
    return [subject for subject in subjects(pools) if only in subject.name]


def _once(turn: int, subject: Any, line: Any) -> None:
    """Warm at first, then count what is asked, then take the time: product and floor in turns."""
    from benchmarks.measuring import counting

    call = subject.ready()
    if turn < -1:
        subject.floor()
        call()
    elif turn < 0:
        with counting(line.asked):
            call()
    else:
        line.floor.take(subject.floor)
        line.product.take(call)


def _print() -> None:
    """In a process of its own, whose memory is the print's alone."""
    from benchmarks import report

    script = Path(__file__).with_name("bench_print.py")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    print(done.stdout or done.stderr, end="")
    pages = {int(number): float(seconds) for number, seconds in re.findall(r"(\d+) pages: ([\d.]+) s", done.stdout)}
    if pages:
        print(f"the plan of {max(pages)} pages: {report.printing(pages[max(pages)])}")


if __name__ == "__main__":
    sys.exit(main())
