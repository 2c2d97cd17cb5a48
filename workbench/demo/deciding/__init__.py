"""What SAC, its experts and the clock do to a case after it has arrived: the same functions as behind the screens."""

from .desk import Desk
from .reviewing import OPINION, judge, seat_panel

__all__ = ["OPINION", "Desk", "judge", "seat_panel"]
