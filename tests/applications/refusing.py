"""What is refused, in the words that the person reads, with the article under them."""

from collections.abc import Callable

import pytest

from applications.models import Application
from procedure.perform import Refused, start
from tests.applications.building import World

WINDOW_ENDED = ("“2026年度国家技术标准创新基地申报指南”的受理期已于2026年7月30日24时结束。", "指南四.3")
NOT_YET_OPEN = ("受理期自2026年5月5日开始，现在还不能推荐。", "指南四.3")


def refusals(action: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        action()
    return [(refusal.sentence, refusal.article) for refusal in refused.value.refusals]


def begin(application: Application, world: World) -> Application:
    start(application, seat=world.seats["preparer"])
    return application
