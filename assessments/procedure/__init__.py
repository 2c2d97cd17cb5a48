"""The procedures of the room, a file for each machine."""

from .violation import ViolationState

__all__ = ["ViolationState"]
