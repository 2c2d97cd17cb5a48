import subprocess
import sys

from documents.limits import MOST_ADDRESSES

PRINTING = """
import django; django.setup()
from documents import limits
from documents.printing import render_plan
from tests.documents.plans import plan
limits.confine()
print(render_plan(plan(), code=None)[:8].decode())
"""
TAKING = """
from documents import limits
limits.confine(2**29)
try:
    bytearray(2**30)
except MemoryError:
    print("held")
"""


def said(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60, text=True)
    return done.stdout.strip()


def test_a_plan_of_twenty_pages_is_printed_within_the_limit() -> None:
    assert MOST_ADDRESSES == 2 * 1024**3
    assert said(PRINTING) == "%PDF-1.7"


def test_a_process_that_takes_more_is_stopped_by_an_error_it_can_report() -> None:
    assert said(TAKING) == "held"
