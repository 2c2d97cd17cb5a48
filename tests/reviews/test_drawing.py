import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.draw.canonical import canonical
from reviews.draw.drawing import frozen_part, results
from reviews.draw.dry_run import dry_run
from reviews.draw.frozen import Entry, Rule, new_nonce, new_salt
from reviews.draw.numbers import Draw
from reviews.draw.walk import Outcome, Row, drawn, replacement, walk
from tests.reviews.draws import (
    ANY,
    EAST,
    ENERGY,
    FIRST,
    NONCE,
    PLAIN,
    SECOND,
    draw,
    drawn_by,
    entry,
    first_by_trial,
    pool,
    pools,
    rules,
    seeds,
    sha,
    within_reach,
)

GOLDEN_POOL = (*pool(9), entry(10, unit="U001"), entry(11, excluded="与申报单位同一单位"))
GOLDEN_RULE = Rule((ENERGY, EAST, ANY), alternates=2)


def spelled(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seats_of(rows: Sequence[Row]) -> list[str]:
    return drawn(rows, Outcome.SEAT)


def alternates_of(rows: Sequence[Row]) -> list[str]:
    return drawn(rows, Outcome.ALTERNATE)


def outcome_of(rows: Sequence[Row], key: str) -> str:
    return next(row.outcome for row in rows if row.id == key)


@pytest.mark.rule("Z35")
def test_a_draw_computed_once_and_typed_in() -> None:
    made, came = drawn_by(GOLDEN_POOL, GOLDEN_RULE)
    assert made.frozen.leaves[0] == "a7214ab9331108ec10b2d58c2e12095e8f13eef566155ac3e14513a0c802c9c2"
    stored = frozen_part(made.frozen)
    assert stored["pool_digest"] == "3bc1e1b6b565de4b2bd20bad0b4b063008e1bf4b1be7d57998753372421a7bc4"
    assert stored["rule_digest"] == "cea7a1b2dad35d72490f3bf587a76b1d648685fa2115dc65ebf7ff8c37bda2e9"
    assert made.frozen.nonce_digest == "0e53aae2eabd575555371f862cb885ff20472caced1f5e8fc80291b2f03dcab6"
    assert tuple(one.commit for one in made.contributions) == (
        "9fc1d7831d2b97223600089e181f7f1040f22bd0070dd4d0732bdc3df3b0f165",
        "5b07463d669870a5dffe923eb7405dee2796a6848628762e453a19e41afd3000",
    )
    assert came.seed == "337d967171e0940c623bfba8cc142aa0e1476036a0ff101cdc713a1f384ccae2"
    assert came.rows[0].ticket.startswith("0d599d559480")
    assert seats_of(came.rows) == ["expert-03", "expert-04", "expert-08"]
    assert alternates_of(came.rows) == ["expert-02", "expert-01"]
    assert outcome_of(came.rows, "expert-11") == Outcome.EXCLUDED


def test_every_digest_follows_from_the_written_description() -> None:
    made, came = drawn_by(GOLDEN_POOL, GOLDEN_RULE)
    leaves = [
        sha(
            spelled(
                [
                    one.salt,
                    one.id,
                    {
                        "unit": one.unit,
                        "region": one.region,
                        "fields": list(one.fields),
                        "title": one.title,
                        "excluded": one.excluded,
                    },
                ]
            )
        )
        for one in made.frozen.pool
    ]
    rule = {
        "version": "draw-v1",
        "size": 3,
        "seats": [
            {"label": "能源领域", "fields": ["E01"], "regions": []},
            {"label": "华东地区", "fields": [], "regions": ["31", "32"]},
            {"label": "不限", "fields": [], "regions": []},
        ],
        "alternates": 2,
        "per_unit": 1,
        "public": None,
    }
    lines = ["draw-v1", "panel-7", "1", sha(spelled(sorted(leaves))), sha(spelled(rule)), NONCE]
    seed = sha("\n".join([*lines, FIRST.number, SECOND.number, "-"]))
    assert made.frozen.leaves == tuple(leaves)
    assert made.frozen.nonce_digest == sha(NONCE)
    assert tuple(one.commit for one in made.contributions) == tuple(
        sha(f"{one.number}:{one.random}") for one in (FIRST, SECOND)
    )
    assert came.seed == seed
    assert [row.ticket for row in came.rows] == sorted(sha(f"{seed}:{one.id}") for one in made.frozen.pool)


@settings(deadline=None)
@given(pools, rules, seeds)
def test_the_panel_is_the_first_possible_one_in_the_order_of_tickets(
    people: tuple[Entry, ...], rule: Rule, seed: str
) -> None:
    by_trial = first_by_trial(people, replace(rule, alternates=0), seed)
    assert dry_run(people, replace(rule, alternates=0)).feasible == (by_trial is not None)
    if by_trial is not None:
        assert seats_of(walk(people, replace(rule, alternates=0), seed)) == by_trial


@pytest.mark.rule("B14")
@settings(deadline=None)
@given(pools, rules, seeds, st.randoms())
def test_the_same_inputs_give_the_same_panel_in_whatever_order_they_lie(
    people: tuple[Entry, ...], rule: Rule, seed: str, shuffler: random.Random
) -> None:
    rule = within_reach(people, rule)
    rows = walk(people, rule, seed)
    shuffled = list(people)
    shuffler.shuffle(shuffled)
    assert walk(shuffled, rule, seed) == rows


@pytest.mark.rule("B14")
@settings(deadline=None)
@given(pools, rules, seeds)
def test_conflicts_are_never_drawn(people: tuple[Entry, ...], rule: Rule, seed: str) -> None:
    rule = within_reach(people, rule)
    rows = walk(people, rule, seed)
    avoided = {one.id for one in people if one.excluded}
    assert not avoided & {*seats_of(rows), *alternates_of(rows)}
    assert all(outcome_of(rows, key) == Outcome.EXCLUDED for key in avoided)


@pytest.mark.rule("Z35")
@settings(deadline=None)
@given(pools, rules, seeds)
def test_quotas_cap_and_numbers_are_kept(people: tuple[Entry, ...], rule: Rule, seed: str) -> None:
    rule = within_reach(people, rule)
    rows = walk(people, rule, seed)
    by_id = {one.id: one for one in people}
    members, alternates = ([by_id[key] for key in keys] for keys in (seats_of(rows), alternates_of(rows)))
    assert (len(members), len(alternates)) == (len(rule.seats), rule.alternates)
    assert all(seat.fits(one) for seat, one in zip(rule.seats, members, strict=True))
    assert all(any(seat.fits(one) for seat in rule.seats) for one in alternates)
    units = Counter(one.unit for one in (*members, *alternates) if one.unit)
    assert max(units.values(), default=0) <= rule.per_unit
    assert sorted(row.id for row in rows) == sorted(by_id)


@settings(deadline=None)
@given(pools, rules, seeds)
def test_removing_somebody_not_drawn_moves_nobody(people: tuple[Entry, ...], rule: Rule, seed: str) -> None:
    rule = within_reach(people, rule)
    rows = walk(people, rule, seed)
    for gone in {one.id for one in people} - {*seats_of(rows), *alternates_of(rows)}:
        left = walk([one for one in people if one.id != gone], rule, seed)
        assert (seats_of(left), alternates_of(left)) == (seats_of(rows), alternates_of(rows))


@settings(deadline=None)
@given(st.integers(0, 2**32).map(str), st.integers(0, 2))
def test_removing_somebody_drawn_promotes_the_next(seed: str, place: int) -> None:
    people = pool(8)
    before = walk(people, PLAIN, seed)
    gone = seats_of(before)[place]
    after = walk([one for one in people if one.id != gone], PLAIN, seed)
    assert seats_of(after) == [*(key for key in seats_of(before) if key != gone), alternates_of(before)[0]]


def test_removing_somebody_drawn_promotes_the_next_who_fits() -> None:
    people, rule = pool(12), Rule((ENERGY, ANY, ANY), alternates=0)
    by_id = {one.id: one for one in people}
    for seed in map(str, range(50)):
        gone = seats_of(walk(people, rule, seed))[0]
        after = walk([one for one in people if one.id != gone], rule, seed)
        next_fitting = next(row.id for row in after if ENERGY.fits(by_id[row.id]))
        assert seats_of(after)[0] == next_fitting


def chi_square_of_membership(seeds_tried: int) -> float:
    """Corrected for drawing without replacement, so that its mean is one less than the number of people."""
    people, rule = pool(60), Rule((ANY,) * 5, alternates=0)
    counts: Counter[str] = Counter()
    for seed in range(seeds_tried):
        counts.update(seats_of(walk(people, rule, sha(str(seed)))))
    expected = seeds_tried * 5 / 60
    return sum((counts[one.id] - expected) ** 2 for one in people) / expected * 59 / 55


def critical(freedom: int, z: float = 3.09) -> float:
    """The value that chance exceeds once in a thousand (Wilson and Hilferty)."""
    spread = 2 / (9 * freedom)
    return freedom * (1 - spread + z * math.sqrt(spread)) ** 3


@pytest.mark.rule("Z35")
def test_everybody_is_drawn_equally_often() -> None:
    assert critical(59, -3.09) < chi_square_of_membership(2_000) < critical(59)


@pytest.mark.long
@pytest.mark.rule("Z35")
def test_everybody_is_drawn_equally_often_in_twenty_thousand_draws() -> None:
    assert critical(59, -3.09) < chi_square_of_membership(20_000) < critical(59)


def test_one_who_is_needed_elsewhere_is_left_for_that_seat() -> None:
    people = (entry(1), entry(2), entry(4))  # only the first is of energy
    for seed in map(str, range(30)):
        assert seats_of(walk(people, Rule((ANY, ENERGY), alternates=0), seed))[1] == "expert-01"


def test_colleagues_left_for_another_seat_are_told_so() -> None:
    """Only one unit has people of energy, so none of them may take the free seat; then one of them takes the other."""
    people = (entry(1, unit="U"), entry(3, unit="U"), entry(2))
    walks = [walk(people, Rule((ANY, ENERGY), alternates=0), seed) for seed in map(str, range(30))]
    assert {seats_of(rows)[0] for rows in walks} == {"expert-02"}
    assert {seats_of(rows)[1] for rows in walks} == {"expert-01", "expert-03"}
    words = {row.words(people[0]) for rows in walks for row in rows}
    assert "跳过：若取此人，其余席位将无人可填" in words


def test_a_second_person_of_a_unit_is_passed_over_and_the_page_says_why() -> None:
    people = (entry(1, unit="U"), entry(2, unit="U"), entry(3), entry(4, excluded="近五年曾在申报单位任职"))
    for seed in map(str, range(30)):
        rows = walk(people, Rule((ANY, ANY), alternates=0), seed)
        assert "expert-03" in seats_of(rows)
        assert len({"expert-01", "expert-02"} & {*seats_of(rows)}) == 1
    said = {row.words(one) for row in rows for one in people if one.id == row.id}
    assert {"席位 1", "席位 2", "跳过：近五年曾在申报单位任职"} < said
    assert said & {"跳过：所在单位入选人数已满", "未轮到：席位和候补已由票号较小者占满"}


def test_two_of_a_unit_may_sit_where_the_rule_says_so() -> None:
    people = (entry(1, unit="U"), entry(2, unit="U"))
    assert len(seats_of(walk(people, Rule((ANY, ANY), 0, per_unit=2), "seed"))) == 2
    assert Rule((ANY, ANY), 0, per_unit=2).digest != Rule((ANY, ANY), 0, per_unit=1).digest


def test_people_whose_unit_is_not_known_are_not_taken_for_colleagues() -> None:
    people = (entry(1, unit=""), entry(2, unit=""))
    assert len(seats_of(walk(people, Rule((ANY, ANY), 0), "seed"))) == 2


def test_a_contribution_opens_its_own_commitment_and_no_other() -> None:
    assert FIRST.opens(FIRST.commit)
    assert not FIRST.opens(SECOND.commit)
    assert not replace(FIRST, number="135247").opens(FIRST.commit)


def test_the_random_bytes_do_not_enter_the_seed_but_every_line_does() -> None:
    made = draw(pool(5), PLAIN)
    first = results(made).seed
    other_noise = replace(made, contributions=(replace(FIRST, random="00" * 16), SECOND))
    assert results(other_noise).seed == first
    changed: list[Draw] = [
        replace(made, contributions=(SECOND, FIRST)),
        replace(made, contributions=(replace(FIRST, number="135247"), SECOND)),
        replace(made, frozen=replace(made.frozen, ordinal=2)),
        replace(made, frozen=replace(made.frozen, panel="panel-8")),
        replace(made, frozen=replace(made.frozen, nonce="5b" * 32)),
        draw(pool(6), PLAIN),
        draw(pool(5), replace(PLAIN, alternates=1)),
    ]
    assert len({first, *(results(one).seed for one in changed)}) == 1 + len(changed)


class TestReplacement:
    people = pool(12)
    rule = Rule((ENERGY, ANY, ANY), alternates=4)

    def test_the_next_alternate_who_fits_comes_in_and_the_others_are_told_with_reasons(self) -> None:
        by_id = {one.id: one for one in self.people}
        for seed in map(str, range(40)):
            rows = walk(self.people, self.rule, seed)
            waiting = alternates_of(rows)
            out = {waiting[0]: "本人声明与申报单位有合作"}
            came = replacement(self.people, self.rule, rows, 1, out)
            fitting = [key for key in waiting[1:] if ENERGY.fits(by_id[key])]
            assert came.id == (fitting[0] if fitting else None)
            assert came.passed[0].reason == "本人声明与申报单位有合作"
            assert {one.reason for one in came.passed[1:]} <= {"不符合这个席位的领域、地区要求"}
            assert [one.number for one in came.passed] == list(range(1, len(came.passed) + 1))

    def test_when_nobody_is_left_a_new_draw_is_due(self) -> None:
        rows = walk(self.people, self.rule, "seed")
        out = dict.fromkeys(alternates_of(rows), "已递补")
        assert replacement(self.people, self.rule, rows, 2, out).id is None


def test_salts_and_nonces_are_long_enough_and_new_each_time() -> None:
    assert len(new_salt()) == 32
    assert len(new_nonce()) == 64
    assert new_salt() != new_salt()


def test_canonical_bytes_are_plain_to_write_elsewhere() -> None:
    assert canonical({"乙": [1, None], "a": "中"}) == '{"a":"中","乙":[1,null]}'.encode()
