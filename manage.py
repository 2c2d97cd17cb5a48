#!/usr/bin/env python
"""Django's commands, on the demo's own servers unless the environment names others."""

import os
import sys

# These never ask the database; starting servers for them would only cost time.
WITHOUT_SERVERS = {"check", "collectstatic", "compilemessages", "help", "version", "--help", "--version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.machine import servers

    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_SERVERS:
        servers.ensure()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
