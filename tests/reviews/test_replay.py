import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.draw.canonical import canonical, digest
from reviews.draw.drawing import export, for_outsiders, read, results
from reviews.draw.frozen import Rule
from reviews.replay import FORM, main, replay, replay_bytes
from tests.reviews.draws import ANY, EAST, ENERGY, drawn_by, entry, pool

PEOPLE = (*pool(7), entry(8, unit="U001"), entry(9, excluded="与申报单位同一单位", title="教授“甲”\\"))
EXPORT = export(*drawn_by(PEOPLE, Rule((ENERGY, EAST, ANY), alternates=2)))
CONTENT = canonical(EXPORT)
OUTSIDE = for_outsiders(EXPORT)


def changed(path: list[str | int], value: Any) -> dict[str, Any]:
    copied = copy.deepcopy(EXPORT)
    place: Any = copied
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return copied


def rank_of(outcome: str, number: int) -> int:
    return next(row["rank"] for row in EXPORT["walk"] if (row["outcome"], row["number"]) == (outcome, number))


def test_what_was_recorded_comes_out_again() -> None:
    found = replay(EXPORT)
    assert found.ok
    assert found.first_unequal_step == ""
    assert found.sentence == "复核一致：备选 9 人，入选 3 人，候补 2 人，全部由记录的材料重新算出。"
    assert replay_bytes(CONTENT) == found
    made, rows = read(EXPORT)
    assert export(made, results(made)) == EXPORT
    assert results(made).rows == rows


@pytest.mark.parametrize(
    ("path", "value", "step"),
    [
        (["pool", 2, "facts", "unit"], "U999", "pool leaf 3"),
        (["pool", 0, "facts", "excluded"], "请假", "pool leaf 1"),
        (["pool", 8, "salt"], "0" * 32, "pool leaf 9"),
        (["pool", 1, "id"], "expert-99", "pool leaf 2"),
        (["pool", 1, "leaf"], "0" * 64, "pool leaf 2"),
        (["pool"], EXPORT["pool"][1:], "pool digest"),
        (["pool_digest"], "0" * 64, "pool digest"),
        (["rule", "alternates"], 1, "rule digest"),
        (["rule", "size"], 5, "rule digest"),
        (["rule", "alternates"], 2.0, "rule digest"),
        (["rule", "per_unit"], True, "rule digest"),
        (["rule", "version"], "draw-v2", "rule digest"),
        (["rule_digest"], "0" * 64, "rule digest"),
        (["nonce"], "5b" * 32, "nonce digest"),
        (["nonce_digest"], "0" * 64, "nonce digest"),
        (["contributions", 0, "number"], "135247", "commit 1"),
        (["contributions", 1, "random"], "0" * 32, "commit 2"),
        (["contributions", 1, "commit"], "0" * 64, "commit 2"),
        (["contributions"], EXPORT["contributions"][::-1], "seed"),
        (["panel"], "panel-8", "seed"),
        (["ordinal"], 2, "seed"),
        (["public"], "010203", "seed"),
        (["seed"], "0" * 64, "seed"),
        (["walk", 4, "ticket"], "0" * 64, "ticket 5"),
        (["walk", 4, "id"], "expert-99", "ticket 5"),
        (["walk", 4, "rank"], 6, "ticket 5"),
        (["walk", 0, "rank"], True, "ticket 1"),
        (["walk"], EXPORT["walk"][:-1], "ticket 9"),
        (["walk"], EXPORT["walk"] + EXPORT["walk"][-1:], "ticket 10"),
        (["walk", rank_of("seat", 2) - 1, "outcome"], "alternate", "seat 2"),
        (["walk", rank_of("seat", 1) - 1, "number"], 3, "seat 1"),
        (["walk", rank_of("alternate", 2) - 1, "outcome"], "bought", "alternate 2"),
        (["walk", rank_of("excluded", 0) - 1, "outcome"], "not_reached", f"row {rank_of('excluded', 0)}"),
        (["note"], "and more", FORM),
        (["walk"], None, FORM),
        (["walk", 0], {"rank": 1}, FORM),
        (["pool", 0], [], FORM),
        (["nonce"], 5, FORM),
    ],
)
def test_the_first_step_that_differs_is_named(path: list[str | int], value: Any, step: str) -> None:
    found = replay(changed(path, value))
    assert not found.ok
    assert found.first_unequal_step == step
    assert found.sentence


def test_the_sentence_tells_where_and_what_it_should_be() -> None:
    rank = rank_of("seat", 2)
    should_be = EXPORT["walk"][rank - 1]["id"]
    found = replay(changed(["walk", rank - 1, "outcome"], "not_reached"))
    assert found.sentence == f"从“席位 2”起不一致：由记录的材料算得 {should_be}，记录为 无。"


def test_a_draw_that_its_own_rule_forbids_is_refused_though_all_digests_fit() -> None:
    forged = copy.deepcopy(EXPORT)
    forged["rule"]["per_unit"] = 0
    forged["rule_digest"] = digest(forged["rule"])
    with_seed = replay(forged)
    assert with_seed.first_unequal_step == "seed"
    forged["seed"] = with_seed.sentence.split("算得 ")[1][:64]
    found = replay(forged)
    assert found.first_unequal_step == "refusals"
    assert "每个单位至多入选人数不能少于 1" in found.sentence


@settings(deadline=None)
@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_one_byte_changed_anywhere_fails_by_name(place: int, by: int) -> None:
    content = bytearray(CONTENT)
    content[place] ^= by
    found = replay_bytes(bytes(content))
    assert not found.ok
    assert found.first_unequal_step
    assert found.sentence


def test_every_byte_taken_away_or_put_in_fails() -> None:
    for place in range(0, len(CONTENT), 7):
        assert not replay_bytes(CONTENT[:place] + CONTENT[place + 1 :]).ok
        assert not replay_bytes(CONTENT[:place] + b" " + CONTENT[place:]).ok


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"\xff", b"{}", b"[" * 100_000, b'{"pool":[]}', b"NaN"])
def test_what_is_no_export_is_refused(content: bytes) -> None:
    assert replay_bytes(content).first_unequal_step == FORM


class TestOutsiders:
    def test_they_see_no_person_and_can_still_check_what_was_bound(self) -> None:
        assert replay(OUTSIDE).ok
        assert "须凭完整记录复核" in replay(OUTSIDE).sentence
        text = json.dumps(OUTSIDE, ensure_ascii=False)
        assert not any(word in text for word in ("expert-", "U001", "研究员", "与申报单位", PEOPLE[0].salt))

    def test_the_order_of_leaves_does_not_tell_the_order_of_the_pool(self) -> None:
        assert OUTSIDE["leaves"] == sorted(OUTSIDE["leaves"])

    @pytest.mark.parametrize(
        ("key", "value", "step"),
        [
            ("leaves", OUTSIDE["leaves"][1:], "pool digest"),
            ("panel", "panel-8", "seed"),
            ("walk", OUTSIDE["walk"][::-1], "ticket 1"),
            ("walk", OUTSIDE["walk"][:-1], "walk length"),
        ],
    )
    def test_what_differs_is_named(self, key: str, value: Any, step: str) -> None:
        assert replay({**OUTSIDE, key: value}).first_unequal_step == step


class TestCommand:
    def test_it_runs_without_the_portal_and_its_packages(self, tmp_path: Path) -> None:
        """-I -S: no packages, no settings, nothing but Python itself."""
        exported = tmp_path / "draw.json"
        exported.write_bytes(CONTENT)
        root = str(Path(__file__).parents[2])
        program = (
            f"import sys; sys.path.insert(0, {root!r}); from reviews.replay import main; sys.exit(main(sys.argv[1:]))"
        )
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", program, str(exported)], capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode().startswith("复核一致")

    def test_as_a_module_it_answers_with_its_exit_code(self, tmp_path: Path) -> None:
        exported = tmp_path / "draw.json"
        exported.write_bytes(canonical(changed(["ordinal"], 2)))
        done = subprocess.run(
            [sys.executable, "-m", "reviews.replay", str(exported)],
            capture_output=True,
            check=False,
            cwd=Path(__file__).parents[2],
        )
        assert done.returncode == 1
        assert done.stdout.decode().startswith("从“种子”起不一致")

    def test_a_missing_file_and_a_missing_argument_are_told(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([]) == 2
        assert main([str(tmp_path / "none.json")]) == 2
        told = capsys.readouterr().err
        assert "用法" in told
        assert "读不到文件" in told
