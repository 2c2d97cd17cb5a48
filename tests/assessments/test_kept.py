"""成果和案例, 组织和制度, 支持措施: written at any time, corrected openly, withdrawn with a reason."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from assessments import achievement_kinds
from assessments.achievement_kinds import BY_KEY, COUNTED, KINDS
from assessments.keeping import NotKept, correct, keep, withdraw
from assessments.models import Achievement, HouseRule, Support
from assessments.queries import kept as queries
from bases.models import Base
from organisations.models import Membership
from procedure import clock
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.assessments.based import SEES, a_base, others
from tests.ground import shared
from tests.routes.stage import body


@shared
def base(world: World) -> Base:
    return a_base(world)


@shared
def host(world: World) -> Membership:
    return world.seats["preparer"]


def pdf(name: str = "标准文本.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper(name), "application/pdf")


def new_url(base: Base, sort: str = "achievements", kind: str = "standard") -> str:
    return f"/assessments/bases/{base.pk}/kept/{sort}/new/" + (f"?kind={kind}" if sort == "achievements" else "")


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "title": "光伏组件回收利用通则", "happened_on": "2026-06-01", "status": "已发布", "number": "GB/T 12345-2026",
        "evidence": [pdf()], "key": str(uuid.uuid4()),
    } | changes  # fmt: skip


def achieved(base: Base, seat: Membership, **facts: Any) -> Achievement:
    told: dict[str, Any] = {"kind": "standard", "title": "某标准", "happened_on": date(2026, 6, 1), "status": "已立项"}
    return keep(Achievement(base=base, **told | facts), [], seat=seat)


# The catalogue


@pytest.mark.rule("B24", "B25", "B26", "B08")
def test_every_kind_that_the_articles_name_is_there() -> None:
    """Typed by hand from articles 8 and 23 to 28."""
    assert {article: [kind.label for kind in kinds] for article, kinds in achievement_kinds.by_article()} == {
        "办法23": ["机制模式创新"],
        "办法24": ["科技项目与标准化联动", "科技成果转化为标准"],
        "办法25": [
            "标准化发展趋势研究报告", "国际国内标准比对分析", "中外标准互认", "国家标准制修订立项建议", "国际标准提案",
            "标准路线图", "国际标准孵化清单", "参与标准制修订", "标准验证", "标准实施信息反馈", "标准实施效果评估",
        ],
        "办法26": ["标准化科普场所建设", "成果展示", "实习培训", "公共服务平台或者新媒体宣传平台", "中小微企业服务"],
        "办法27": ["先行先试", "创新基地间合作"],
        "办法28": ["标准化人才培养"],
        "办法8（五）": ["亮点成果", "经验做法", "典型案例"],
    }  # fmt: skip
    assert all(kind.evidence for kind in KINDS)
    assert len(BY_KEY) == len(KINDS)


# Refused


@pytest.mark.rule("B08")
@pytest.mark.parametrize("sort", ["achievements", "rules"])
def test_only_the_host_writes_its_achievements_and_rules(world: World, base: Base, sort: str) -> None:
    for name, seat in world.seats.items():
        wanted = 200 if name in ("preparer", "submitter") else 404
        assert (name, client_of(seat).get(new_url(base, sort)).status_code) == (name, wanted)
        if wanted == 404:
            assert client_of(seat).post(new_url(base, sort), filled()).status_code == 404
    assert not Achievement.objects.exists()


@pytest.mark.rule("B26")
def test_only_the_authorities_write_of_the_support_that_they_gave(world: World, base: Base) -> None:
    gives = ("organiser_officer", "recommender_officer", "sac_officer")
    for name, seat in world.seats.items():
        answer = client_of(seat).get(new_url(base, "support"))
        assert (name, answer.status_code) == (name, 200 if name in gives else 404)


@pytest.mark.rule("B08")
def test_nothing_is_written_after_the_end(world: World, host: Membership) -> None:
    over = a_base(world, "revoked")
    with pytest.raises(NotKept, match="已撤销"):
        achieved(over, host)
    answer = client_of(host).post(new_url(over), filled())
    assert (answer.status_code, Achievement.objects.count()) == (409, 0)
    assert "光伏组件回收利用通则" in text_of(answer)


@pytest.mark.parametrize("name", ["title", "happened_on", "status", "evidence"])
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(base: Base, host: Membership, name: str) -> None:
    answer = client_of(host).post(new_url(base), filled(**{name: ""}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
    assert "GB/T 12345-2026" in text_of(answer)
    assert not Achievement.objects.exists()


def test_a_day_ahead_a_state_of_another_kind_and_a_bad_file_are_refused(base: Base, host: Membership) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    wrong = filled(happened_on=tomorrow, status="已互认", evidence=SimpleUploadedFile("a.pdf", b"MZ no paper"))
    answer = client_of(host).post(new_url(base), wrong)
    assert set(answer.context["form"].errors) == {"happened_on", "status", "evidence"}


def test_an_indicator_of_another_base_is_none_of_ours(world: World, base: Base, host: Membership) -> None:
    foreign = a_base(world).indicators.get()
    answer = client_of(host).post(new_url(base), filled(indicator=str(foreign.pk)))
    assert list(answer.context["form"].errors) == ["indicator"]


def test_a_stale_page_corrects_nothing(base: Base, host: Membership, world: World) -> None:
    row = achieved(base, host)
    correct(row, {"status": "已发布"}, [], shown=1, reason="已发布", seat=world.seats["submitter"])
    with pytest.raises(NotKept, match="submitter某更正为第 2 版"):
        correct(row, {"status": "征求意见"}, [], shown=1, reason="进展", seat=host)
    row.refresh_from_db()
    assert (row.status, row.version) == ("已发布", 2)


def test_what_is_withdrawn_is_over(base: Base, host: Membership) -> None:
    row = achieved(base, host)
    withdraw(row, "重复填报", seat=host)
    for again in (
        lambda: withdraw(row, "再撤", seat=host),
        lambda: correct(row, {"status": "已发布"}, [], shown=1, reason="进展", seat=host),
    ):
        with pytest.raises(NotKept, match="已经撤回"):
            again()
    row.refresh_from_db()
    for way in ("correct", "withdraw"):
        assert client_of(host).get(f"{row.get_absolute_url()}{way}/").status_code == 404


def test_nothing_is_ever_deleted(base: Base, host: Membership) -> None:
    row = achieved(base, host)
    with pytest.raises(DatabaseError, match="never_deleted"), transaction.atomic():
        row.delete()


# Written, read, corrected, withdrawn


@pytest.mark.rule("B24", "B25", "B26", "B08")
@pytest.mark.parametrize("state", ["building", "operating"])
def test_every_kind_is_filed_from_the_approval_on(world: World, host: Membership, state: str) -> None:
    base, client = a_base(world, state), client_of(host)
    for kind in KINDS:
        sent = filled(status=kind.statuses[-1] if kind.statuses else "", text="背景、做法和成效。", amount="120")
        answer = client.post(new_url(base, kind=kind.key), sent | {"title": f"一项{kind.label}"})
        assert (kind.key, answer.status_code) == (kind.key, 302)
        row = Achievement.objects.get(kind=kind.key)
        assert (row.by_name, row.at, row.unit) == ("preparer某", clock.now(), world.units["host"])
        assert (row.status, row.amount) == (sent["status"], Decimal(120) if kind.unit else None)
        assert [each.file.name for each in row.files.all()] == ["标准文本.pdf"]
    assert f"一项{KINDS[-1].label}" in text_of(client.get(answer["Location"]))


def test_sent_twice_it_is_kept_once(base: Base, host: Membership) -> None:
    sent = filled()
    for _ in range(2):
        assert client_of(host).post(new_url(base), sent | {"evidence": [pdf()]}).status_code == 302
    assert Achievement.objects.get().files.count() == 1


@pytest.mark.rule("B08", "B25")
def test_a_correction_keeps_what_was_there_with_who_and_why(world: World, base: Base, host: Membership) -> None:
    row = achieved(base, host)
    client = client_of(world.seats["submitter"])
    page = client.get(f"{row.get_absolute_url()}correct/")
    assert page.context["form"].initial["status"] == "已立项"
    sent = {"title": "某标准", "happened_on": "2026-06-10", "status": "已发布", "number": "GB/T 1-2026"}
    sent |= {"reason": "6月10日发布", "shown": "1"}
    assert client.post(f"{row.get_absolute_url()}correct/", sent).status_code == 302
    shown = text_of(client_of(world.seats["sac_officer"]).get(row.get_absolute_url()))
    for words in ("<del>已立项</del> 已发布", "<del>2026年6月1日</del> 2026年6月10日", "6月10日发布", "submitter某"):
        assert words in shown


@pytest.mark.parametrize(("amount", "shown"), [("67", "67"), ("12.5", "12.5"), ("100", "100")])
def test_a_number_is_corrected_as_it_was_typed(
    world: World, base: Base, host: Membership, amount: str, shown: str
) -> None:
    row = achieved(base, host, kind="training", status="", amount=Decimal(amount))
    page = client_of(world.seats["submitter"]).get(f"{row.get_absolute_url()}correct/")
    assert page.context["form"]["amount"].value() == shown


def test_an_authority_changes_its_own_word_and_not_another_s(world: World, base: Base) -> None:
    given = Support(base=base, kind="funds", title="专项资金", given_on=date(2026, 5, 1), amount=Decimal(200))
    keep(given, [], seat=world.seats["organiser_officer"])
    for name, seat in world.seats.items():
        answer = client_of(seat).get(f"{given.get_absolute_url()}withdraw/")
        assert (name, answer.status_code) == (name, 200 if name == "organiser_officer" else 404)


@pytest.mark.rule("B22")
def test_a_rule_takes_the_place_of_another_from_its_day_on(base: Base, host: Membership) -> None:
    client = client_of(host)
    sent = {"kind": "regulation", "title": "经费管理办法", "holds_from": "2024-01-01", "key": str(uuid.uuid4())}
    assert client.post(new_url(base, "rules"), sent | {"evidence": [pdf("办法.pdf")]}).status_code == 302
    old = HouseRule.objects.get()
    revised = sent | {"replaces": str(old.pk), "key": str(uuid.uuid4())}
    early = client.post(new_url(base, "rules"), revised | {"evidence": [pdf()]})
    assert list(early.context["form"].errors) == ["holds_from"]
    revised |= {"holds_from": "2026-01-01", "title": "经费管理办法（修订）"}
    assert client.post(new_url(base, "rules"), revised | {"evidence": [pdf()]}).status_code == 302
    twice = client.post(new_url(base, "rules"), revised | {"key": str(uuid.uuid4()), "evidence": [pdf()]})
    assert "已经有新的一份" in twice.context["form"].errors["replaces"][0]
    tab = client.get(f"/cases/base/{base.pk}/?tab=rules")
    assert ([row.title for row in tab.context["standing"]], tab.context["earlier"]) == (["经费管理办法（修订）"], [old])
    assert "自2024年1月1日至2026年1月1日前" in text_of(tab)


@pytest.mark.rule("B22")
def test_no_branch_and_no_seal_can_be_entered_and_the_page_says_why(world: World, base: Base, host: Membership) -> None:
    fields = set(client_of(host).get(new_url(base, "rules")).context["form"].fields)
    assert fields == {"kind", "title", "holds_from", "replaces", "text", "evidence"}
    assert [kind.label for kind in HouseRule.Kind] == ["组织架构", "管理制度"]
    tab = text_of(client_of(world.seats["sac_officer"]).get(f"/cases/base/{base.pk}/?tab=rules"))
    assert f"/assessments/bases/{base.pk}/violations/new/" in tab
    assert "不得自行成立或者批准分基地等分支机构，不得刻制印章" in tab


@pytest.mark.rule("B26")
def test_support_stands_beside_what_the_plan_promised(world: World, base: Base) -> None:
    client = client_of(world.seats["recommender_officer"])
    sent = {"kind": "funds", "title": "省级专项资金", "given_on": "2026-05-01", "key": str(uuid.uuid4())}
    without = client.post(new_url(base, "support"), sent)
    assert list(without.context["form"].errors) == ["amount"]
    assert client.post(new_url(base, "support"), sent | {"amount": "300"}).status_code == 302
    tab = text_of(client_of(world.seats["preparer"]).get(f"/cases/base/{base.pk}/?tab=support"))
    assert "贵州省人民政府" in tab
    assert "资金 <strong>1</strong> 项，300 万元" in tab


def test_whoever_sees_the_base_sees_it_and_nobody_else(world: World, base: Base, host: Membership) -> None:
    client_of(host).post(new_url(base), filled())
    row = Achievement.objects.get()
    file = f"/assessments/kept/achievements/files/{row.files.get().pk}/"
    for name in SEES:
        client = client_of(world.seats[name])
        answer = client.get(file)
        assert (name, client.get(row.get_absolute_url()).status_code, answer.status_code) == (name, 200, 200)
        assert body(answer) == paper("标准文本.pdf")
    for name, seat in others(world).items():
        client = client_of(seat)
        codes = [client.get(url).status_code for url in (row.get_absolute_url(), file, new_url(base))]
        assert (name, codes) == (name, [404, 404, 404])


# Counted


@pytest.mark.rule("B25")
def test_achievements_are_counted_by_kind_and_year(base: Base, host: Membership) -> None:
    for kind, day, amount in (
        ("standard", date(2025, 12, 31), None), ("standard", date(2026, 1, 1), None),
        ("training", date(2026, 3, 1), 120), ("training", date(2026, 4, 1), 80), ("highlight", date(2026, 4, 1), None),
    ):  # fmt: skip
        achieved(base, host, kind=kind, happened_on=day, amount=amount)
    withdraw(achieved(base, host, kind="roadmap"), "误填", seat=host)
    found = queries.tallies(base)
    assert [(each.kind.key, each.years, each.total, each.amount) for each in found] == [
        ("standard", {2025: 1, 2026: 1}, 2, 0),
        ("training", {2026: 2}, 2, 200),
    ]
    assert queries.years_of(found) == [2025, 2026]
    only = queries.tallies(base, since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert [(each.kind.key, each.total) for each in only] == [("standard", 1), ("training", 2)]
    assert {each.kind for each in found} <= set(COUNTED)


@pytest.mark.rule("B25")
def test_what_counts_towards_a_promise_is_summed_for_it(base: Base, host: Membership) -> None:
    promised = base.indicators.get()
    achieved(base, host, indicator=promised, counted=Decimal(2))
    achieved(base, host, indicator=promised, happened_on=date(2025, 1, 1))
    withdraw(achieved(base, host, indicator=promised), "重复", seat=host)
    assert queries.counted_towards(base) == {promised.pk: Decimal(3)}
    assert queries.counted_towards(base, until=date(2025, 12, 31)) == {promised.pk: Decimal(1)}
    assert queries.has_reported(base, "standard", year=2026)
    assert not queries.has_reported(base, "trend_report", year=2026)


def test_the_list_goes_on_by_key_and_filters(base: Base, host: Membership) -> None:
    for number in range(queries.PAGE + 3):
        achieved(base, host, title=f"标准{number:02}", happened_on=date(2026, 1, 1) + timedelta(days=number // 2))
    achieved(base, host, kind="training", happened_on=date(2024, 1, 1))
    first = queries.page_of(base)
    second = queries.page_of(base, after=first.following)
    seen = [row.pk for row in (*first.rows, *second.rows)]
    assert (len(first.rows), len(second.rows), len(set(seen)), second.following) == (25, 4, 29, "")
    assert [row.kind for row in queries.page_of(base, year=2024).rows] == ["training"]
    assert queries.page_of(base, kind="training", after="nonsense").rows[0].kind == "training"
    assert queries.page_of(base, after="2026-13-41~x").rows == first.rows


def test_the_tab_costs_the_same_however_much_there_is(base: Base, host: Membership) -> None:
    client, url = client_of(host), f"/cases/base/{base.pk}/?tab=achievements"
    achieved(base, host)
    client.get(url)
    counts = []
    for more in (0, 20):
        for number in range(more):
            achieved(base, host, title=f"标准{number}", indicator=base.indicators.get())
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_filtered_list_is_a_workbook(base: Base, host: Membership) -> None:
    achieved(base, host, kind="standard", title="=甲标准")
    achieved(base, host, kind="training", title="培训", amount=20)
    answer = client_of(host).get(f"/assessments/bases/{base.pk}/achievements.xlsx?kind=standard")
    sheet = load_workbook(BytesIO(body(answer))).active
    assert sheet is not None
    _, row = sheet.iter_rows()
    assert (row[1].value, row[1].data_type) == ("=甲标准", "s")


def test_each_page_is_called_by_what_is_written_there(world: World, base: Base, host: Membership) -> None:
    for seat, sort, heading in (
        (host, "achievements", f"填报：{BY_KEY['standard'].label}"),
        (host, "rules", "登记组织和制度"),
        (world.seats["organiser_officer"], "support", "登记支持措施"),
    ):
        assert f"<h1>{heading}" in client_of(seat).get(new_url(base, sort)).content.decode()
