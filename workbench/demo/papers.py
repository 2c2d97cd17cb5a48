"""What authorities of the demo do on paper: confirm a unit, appraise, seal, write the letter, admit an exception."""

import io
from datetime import timedelta

import segno
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from applications.models import Admission, Application, Call, Letter, Scan
from documents import codes, scans
from documents.models import File
from organisations.models import Membership, Unit, UnitKind
from organisations.registering import confirm_unit
from procedure import clock
from workbench.demo.writing import paper_for

# The one condition in the demo that is not met and goes on with a reason: 原则上.
_UNMET = {
    "低空经济": ("m3", "申报单位成立时间不长，主持的国家标准还不多；但低空领域标准尚在起步，其企业标准已为全行业采用。")
}
# Scans of earlier calls are small ones, which are read four times as fast.
_FULL_SINCE, _SMALL = 2025, {"pages": 1, "resolution": 300}
_NUMBERED = "{short}函〔{year}〕{number}号"


class Papers:
    """The papers of the demo as they come into being, one letter of a recommender for all of a month."""

    def __init__(self) -> None:
        self._letters: dict[tuple[object, ...], Letter] = {}
        self._count: dict[object, int] = {}

    def confirm(self, application: Application, seat: Membership) -> None:
        """At its first review the organiser confirms the unit."""
        unit = Unit.objects.get(pk=application.unit_id)
        if not unit.is_confirmed:
            confirm_unit(unit, seat, reason="已核对登记证书。", odd_code=False)
        application.unit.refresh_from_db()

    def findings(self, application: Application) -> dict[str, object]:
        """What the organiser finds on each condition, and its statement."""
        unmet, reason = _UNMET.get(application.inner_name, ("", ""))
        found: dict[str, object] = {"qualified": "on"}
        for condition in application.call.conditions(application.kind):
            found[f"finding_{condition.key}"] = "unmet" if condition.key == unmet else "met"
        return found | ({f"reason_{unmet}": reason} if unmet else {})

    def seal(self, application: Application, seat: Membership) -> None:
        """The scan of the sealed version and the letter, uploaded the evening before."""
        assert application.current is not None
        with clock.at(clock.now() - timedelta(hours=16)):
            code = codes.Code(application.current.digest, application.current.code)
            scan = sealed(code, **_SMALL) if application.call.year < _FULL_SINCE else sealed(code)
            file = File.store(ContentFile(scan), "盖章申报方案.pdf", seat.person, "application/pdf")
            verdict = scans.judge(scans.read(file.open()), code.text, code.short_digest)
            Scan.objects.create(
                version=application.current, file=file, by=seat.person, by_name=seat.name_shown, at=clock.now(),
                read_at=clock.now(), matches=verdict.complete, verdict=verdict.sentence,
            )  # fmt: skip
            letter = self._letter(application, seat)
        Application.objects.filter(pk=application.pk).update(letter=letter)

    def _letter(self, application: Application, seat: Membership) -> Letter:
        key = (application.call_id, application.recommender_id, clock.today().replace(day=1))
        if key not in self._letters:
            number = self._count[seat.unit_id] = self._count.get(seat.unit_id, 20) + 1
            file = File.store(ContentFile(paper_for("Letter")), "推荐函.pdf", seat.person, "application/pdf")
            self._letters[key] = Letter.objects.create(
                call=application.call, recommender=application.recommender, dated=clock.today(), file=file,
                number=_NUMBERED.format(short=seat.unit.region.short_name, year=clock.today().year, number=number),
                by=seat.person, by_name=seat.name_shown, at=clock.now(),
            )  # fmt: skip
        return self._letters[key]


def sealed(code: codes.Code, pages: int = 2, resolution: int = 150) -> bytes:
    """A scan of a sealed plan as an office sends it: pages as pictures, each with its code and a red seal."""
    pictures = [_page(code, number, pages) for number in range(1, pages + 1)]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=resolution)
    return out.getvalue()


def _page(code: codes.Code, number: int, pages: int) -> Image.Image:
    page = Image.new("RGB", (1240, 1754), "white")
    mark = segno.make(code.payload(number, pages), error="m", boost_error=False, micro=False)
    picture = io.BytesIO()
    mark.save(picture, kind="png", scale=4, border=4)
    page.paste(Image.open(picture), (1040, 50))
    pen = ImageDraw.Draw(page)
    pen.ellipse((700, 1250, 950, 1500), outline=(200, 20, 20), width=8)
    for line in range(24):
        pen.line((150, 300 + 36 * line, 1090, 300 + 36 * line), fill=(120, 120, 120), width=2)
    return page


def admit_corps(call: Call, officer: Membership) -> None:
    """兵团 is among the guide's organisers and not among its recommenders: SAC admits it (指南二（一）)."""
    if call.edition_name != "指南-2017":
        return
    Admission.objects.create(
        call=call, unit=Unit.objects.get(kind=UnitKind.CORPS), part=Admission.Part.RECOMMENDER, kind="sector",
        reason="新疆生产建设兵团具有省级管理权限，其标准化主管部门已列为申报组织单位。",
        by=officer.person, by_name=officer.name_shown, at=clock.now(),
    )  # fmt: skip
