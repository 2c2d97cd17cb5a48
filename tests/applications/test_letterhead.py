"""What the unit said of itself when it registered stands in a new draft, to be looked at and saved."""

import pytest
from django.test import Client

from applications.forms.conditions import ConditionForm
from procedure.conditions import conditions
from procedure.rulebook import GUIDE_2017, MEASURES_2023
from tests.applications.asking import text_of
from tests.applications.building import World
from tests.applications.drafting import url


def test_a_new_draft_brings_the_letterhead_and_saves_nothing_by_itself(world: World, preparer: Client) -> None:
    draft = world.draft()
    type(draft.unit).objects.filter(pk=draft.unit_id).update(leader="辛来", phone="0755-5550100")
    page = text_of(preparer.get(url(draft, "basic")))
    assert ('value="辛来"' in page, 'value="0755-5550100"' in page, "请核对后保存" in page) == (True, True, True)
    assert not draft.sections.filter(key="basic").exists()


def test_what_was_saved_empty_stays_empty(world: World, preparer: Client) -> None:
    draft = world.draft()
    type(draft.unit).objects.filter(pk=draft.unit_id).update(leader="辛来")
    assert preparer.post(url(draft, "basic"), {"base": "0", "leader": ""}).status_code == 302
    page = text_of(preparer.get(url(draft, "basic")))
    assert ('value="辛来"' in page, "请核对后保存" in page) == (False, False)


@pytest.mark.parametrize(("edition", "quoted"), [(MEASURES_2023.key, True), (GUIDE_2017.key, False)])
def test_only_the_measures_are_quoted_for_an_unmet_condition(edition: str, quoted: bool) -> None:
    first = conditions(edition, "sector", type_lists=False)[0]
    form = ConditionForm(condition=first, attachments=[])
    assert ("办法第十条" in form.fields["text"].help_text) is quoted
