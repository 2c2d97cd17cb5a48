from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings

from reviews.draw.drawing import DrawFault, results
from reviews.draw.dry_run import dry_run, refusals
from reviews.draw.frozen import Entry, PublicSource, Rule, Seat
from reviews.draw.numbers import Contribution
from reviews.draw.seating import Seating, fitting
from tests.reviews.draws import ANY, EAST, ENERGY, FIRST, PLAIN, SECOND, draw, entry, first_by_trial, pool, pools, rules


class TestSeating:
    """What random pools meet too rarely."""

    def test_a_seat_makes_room_in_a_unit_for_one_who_has_no_other(self) -> None:
        people = (entry(2, unit="U"), entry(1, unit="U"), entry(4))  # the free seat takes the first of U at first
        assert dry_run(people, Rule((ANY, ENERGY), alternates=0)).feasible

    @settings(deadline=None, max_examples=300)
    @given(pools, rules)
    def test_whoever_is_seated_on_trial_could_sit_there(self, people: tuple[Entry, ...], rule: Rule) -> None:
        seating = Seating(fitting(rule, people), rule.per_unit, (), Counter())
        filled = [seat for seat in range(len(rule.seats)) if seating.blocked(seat) is None]
        assert sorted(seating.person) == filled
        assert len({one.id for one in seating.person.values()}) == len(filled)
        assert all(rule.seats[seat].fits(one) and not one.excluded for seat, one in seating.person.items())
        units = Counter(one.unit for one in seating.person.values() if one.unit)
        assert max(units.values(), default=0) <= rule.per_unit

    def test_two_of_a_unit_move_on_and_nobody_sits_twice(self) -> None:
        """The last seat asks for the third of U; the unit is full, and only the second seat can leave it."""
        third = entry(6, unit="U", fields=("B03", "E01", "M02"))
        people = (entry(1, unit="U"), entry(2, unit="U"), third, entry(4))
        rule = Rule((Seat("能源", ("E01",)), Seat("材料", ("M02",)), Seat("电池", ("B03",))), alternates=0, per_unit=2)
        seating = Seating(fitting(rule, people), 2, (), Counter())
        assert seating.fill(range(3))
        assert [seating.person[seat].id for seat in range(3)] == ["expert-01", "expert-04", "expert-06"]


class TestDryRun:
    def test_supply_and_need_are_told_for_each_kind_of_seat(self) -> None:
        people = (*pool(6), entry(7, unit="U001"), entry(9, excluded="请假"))
        told = dry_run(people, Rule((ENERGY, ENERGY, ANY), alternates=3))
        assert (told.pool, told.excluded, told.spare, told.lacking) == (8, 1, 3, ())
        assert [(one.label, one.need, one.fitting, one.supply) for one in told.needs] == [
            ("能源领域", 2, 4, 3),
            ("不限", 1, 7, 6),
        ]

    def test_a_quota_that_cannot_be_met_is_named_with_what_is_missing(self) -> None:
        told = dry_run(pool(4), Rule((ENERGY, ENERGY, ENERGY, ANY), alternates=0))
        assert told.lacking == (
            (
                "“能源领域”席位需要 3 人，除去应回避者并按每个单位至多 1 人计，符合要求的只有 2 人，缺 1 人："
                "请放宽要求、减少席位或补充专家。"
            ),
        )

    def test_quotas_that_compete_for_the_same_people_are_named_together(self) -> None:
        people = (entry(1), entry(3, region="31"), entry(2, region="44"), entry(4, region="44"))
        told = dry_run(people, Rule((ENERGY, ENERGY, EAST, ANY), alternates=0))
        assert told.lacking == (
            (
                "“能源领域”2 人、“华东地区”1 人，合计需要 3 人，除去应回避者并按每个单位至多 1 人计，"
                "符合要求的只有 2 人，缺 1 人：请放宽要求、减少席位或补充专家。"
            ),
        )

    def test_too_few_alternates_are_said(self) -> None:
        told = dry_run(pool(4), Rule((ANY,) * 3, alternates=3))
        assert told.lacking == (
            "候补需要 3 人，抽满席位后按每个单位至多 1 人计只剩 1 人，缺 2 人：请减少候补或补充专家。",
        )

    @settings(deadline=None)
    @given(pools, rules)
    def test_what_it_calls_missing_is_what_is_missing(self, people: tuple[Entry, ...], rule: Rule) -> None:
        rule = replace(rule, alternates=0)
        lacking = dry_run(people, rule).lacking
        seats = range(len(rule.seats))
        most = max(
            size
            for size in range(len(rule.seats) + 1)
            for kept in combinations(seats, size)
            if first_by_trial(people, replace(rule, seats=tuple(rule.seats[seat] for seat in kept)), "x") is not None
        )
        missing = sum(int(sentence.rsplit("缺 ", 1)[1].split(" 人")[0]) for sentence in lacking)
        assert missing == len(rule.seats) - most

    def test_a_pool_that_cannot_fill_the_panel_is_neither_frozen_nor_drawn(self) -> None:
        made = draw(pool(4), Rule((ENERGY,) * 3, alternates=0))
        assert refusals(made.frozen)
        with pytest.raises(DrawFault, match="缺 1 人"):
            results(made)


class TestRefused:
    @pytest.mark.parametrize(
        ("people", "rule", "sentence"),
        [
            (pool(5), Rule(()), "请至少设一个席位"),
            (pool(5), Rule((ANY,), alternates=-1), "候补人数不能少于 0"),
            (pool(5), Rule((ANY,), per_unit=0), "不能少于 1"),
            (pool(5), replace(PLAIN, version="draw-v2"), "这里只能按 draw-v1 抽取"),
            ((*pool(5), entry(1)), PLAIN, "出现不止一次"),
            ((*pool(5), replace(entry(6), salt="5a")), PLAIN, "盐值不足"),
            ((*pool(5), entry(6, fields=("M02", "E01"))), PLAIN, "没有按代码排列"),
        ],
    )
    def test_a_pool_or_rule_that_is_not_sound(self, people: tuple[Entry, ...], rule: Rule, sentence: str) -> None:
        with pytest.raises(DrawFault, match=sentence):
            results(draw(people, rule))

    @pytest.mark.parametrize(
        "number",
        ["12345", "1" * 33, "\uff11\uff12\uff13\uff14\uff15\uff16", "12345a", "123456\n", "", "-12345", "\uff1123456"],
    )
    def test_a_number_that_is_not_six_to_thirty_two_digits(self, number: str) -> None:
        made = draw(pool(5), PLAIN)
        with pytest.raises(DrawFault, match="6 至 32 位"):
            results(replace(made, contributions=(Contribution(number, "ab" * 16), SECOND)))

    @pytest.mark.parametrize("noise", ["ab" * 15, "AB" * 16, "ab" * 17, ""])
    def test_random_bytes_that_are_not_sixteen(self, noise: str) -> None:
        assert Contribution("123456", noise).faults == [
            "随机码应为凭条上的 32 位十六进制字符（0–9、a–f），请照凭条输入。"
        ]

    @pytest.mark.parametrize("contributions", [(), (FIRST,), (FIRST, FIRST), (FIRST, SECOND, FIRST)])
    def test_anything_but_two_people(self, contributions: Any) -> None:
        with pytest.raises(DrawFault):
            results(replace(draw(pool(5), PLAIN), contributions=contributions))

    @pytest.mark.parametrize("change", [{"panel": "a\nb"}, {"panel": ""}, {"ordinal": 0}, {"nonce": "5a"}])
    def test_a_freeze_whose_lines_could_be_read_in_two_ways(self, change: Any) -> None:
        made = draw(pool(5), PLAIN)
        with pytest.raises(DrawFault):
            results(replace(made, frozen=replace(made.frozen, **change)))

    def test_a_public_number_that_was_not_announced_or_is_missing(self) -> None:
        source = PublicSource("双色球", "2026001", "2026-01-04 21:15", "六个红球号码依次相连", "顺延至下一期")
        silent, announced = draw(pool(5), PLAIN), draw(pool(5), replace(PLAIN, public=source))
        for refused in (replace(silent, public="010203"), announced, replace(announced, public="01\n02")):
            with pytest.raises(DrawFault, match="公开号码"):
                results(refused)
        assert results(replace(announced, public="010203")).seed != results(replace(announced, public="010204")).seed
