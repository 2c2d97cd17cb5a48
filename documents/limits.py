"""What a process that prints may take at most: one plan of a thousand pages must not take the machine with it."""

import resource

# Measured: 0.42 GB of addresses for twenty pages, 0.46 GB for a plan of 300,000 characters.
MOST_ADDRESSES = 2 * 1024**3


def confine(addresses: int = MOST_ADDRESSES) -> None:
    """Called once at the start of each process of the print worker; beyond the limit the task ends in MemoryError.

    Time is limited by the worker itself, which can end a task that no longer listens.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = addresses if hard == resource.RLIM_INFINITY else min(addresses, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
