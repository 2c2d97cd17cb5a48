"""Forms of the room; those of the steps are found here by the kernel."""

from .sheets import ReviseByForm

__all__ = ["ReviseByForm"]
