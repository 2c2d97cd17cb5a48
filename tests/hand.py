"""Carries out what a story asks of the portal's database: line after line of code, answered in JSON."""

import contextlib
import io
import json
import os
import sys
import traceback

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for line in sys.stdin:
        said, failed = io.StringIO(), ""
        try:
            with contextlib.redirect_stdout(said):
                exec(json.loads(line), {})  # noqa: S102 - written in the tests
        except Exception:
            failed = traceback.format_exc()
        print(json.dumps({"said": said.getvalue(), "failed": failed}), flush=True)


if __name__ == "__main__":
    main()
