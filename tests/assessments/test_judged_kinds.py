"""What a panel may judge is known to every process from its start, and not only to one that has opened a case."""

import subprocess
import sys


def test_a_fresh_process_knows_every_kind_of_case() -> None:
    program = "import django; django.setup(); from reviews.kinds import KINDS; print(sorted(KINDS))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "['acceptance', 'application', 'evaluation']"
