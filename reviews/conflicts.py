"""Why an expert should not judge a matter, computed from what is on record before anyone is contacted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product

from procedure.reckoning import Period, chinese_date, corresponding_day

# How long a former post, or one held beside the own, counts.
RECENT = Period(-5, "y")
MOST_EXCLUSIONS = 2


class Kind(StrEnum):
    """What stands against an expert."""

    SAME_UNIT = "same_unit"
    FORMER_UNIT = "former_unit"
    AUTHORITY_STAFF = "authority_staff"
    RELATED_UNIT = "related_unit"
    NAMED = "named"
    RIVAL = "rival"
    RIVAL_UNIT = "rival_unit"
    DECLARED = "declared"
    ASKED = "asked"
    JOINT_POST = "joint_post"


LABELS = {
    Kind.SAME_UNIT: "与{unit}同一单位",
    Kind.FORMER_UNIT: "近五年曾在{unit}任职",
    Kind.AUTHORITY_STAFF: "在申报组织单位或{above}任职",
    Kind.RELATED_UNIT: "在{unit}的上级或下属单位任职",
    Kind.NAMED: "列名于本申报方案",
    Kind.RIVAL: "列名于同一批次的其他申报方案",
    Kind.RIVAL_UNIT: "与同一批次的其他申报单位同一单位",
    Kind.DECLARED: "声明或登记有利害关系",
    Kind.ASKED: "{unit}申请回避",
    Kind.JOINT_POST: "近五年在有关单位兼职",
}


class Role(StrEnum):
    """What a unit is to a matter."""

    APPLICANT = "申报单位"
    ORGANISER = "申报组织单位"
    RECOMMENDER = "推荐单位"
    RELATED = "申报单位的上级或下属单位"
    # Of a base: who carries it, and who is above it.
    HOST = "承担单位"
    SUPERVISOR = "行业部门或者地方政府"


# Whose work is judged, and what is said of whoever is above it.
_JUDGED = {Role.APPLICANT: "推荐单位", Role.HOST: "行业部门、地方政府"}


@dataclass(frozen=True)
class UnitName:
    """A unit as somebody wrote it down: the name, and the code where it is known."""

    name: str
    code: str = ""


@dataclass(frozen=True)
class Post:
    """A post once held, or one held beside the own (``joint``); the day of its end is empty while it lasts."""

    unit: UnitName
    until: date | None = None
    joint: bool = False


@dataclass(frozen=True)
class Relation:
    """A tie with a unit, declared by the expert or recorded of him: ``words`` say which."""

    unit: UnitName
    words: str


@dataclass(frozen=True)
class Expert:
    id: str
    name: str
    unit: UnitName
    email: str = ""
    phone: str = ""
    posts: tuple[Post, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class Party:
    """A unit with its role in a matter; ``words`` may say more, as 母公司."""

    role: Role
    unit: UnitName
    words: str = ""


@dataclass(frozen=True)
class Named:
    """A person named in a plan: ``words`` as 负责人, ``rival`` the title of the other plan where it is not this one."""

    name: str
    words: str
    unit: UnitName | None = None
    email: str = ""
    phone: str = ""
    rival: str = ""


@dataclass(frozen=True)
class Exclusion:
    """Somebody whom the applicant does not wish to be judged by."""

    name: str
    reason: str
    unit: str = ""


@dataclass(frozen=True)
class Matter:
    """A case to be judged: its parties, the persons named in it and its rivals, and at most two names asked out."""

    key: str
    title: str
    parties: tuple[Party, ...]
    people: tuple[Named, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    def __post_init__(self) -> None:
        if len(self.exclusions) > MOST_EXCLUSIONS:
            raise ValueError(f"每个申报单位至多申请 {MOST_EXCLUSIONS} 名专家回避。")

    @property
    def judged(self) -> Role:
        """What the unit is called whose work is judged."""
        return next((party.role for party in self.parties if party.role in _JUDGED), Role.APPLICANT)


@dataclass(frozen=True)
class Conflict:
    """One ground: a certain one excludes, of any other the officer decides."""

    matter: str
    kind: Kind
    fact: str
    source: str
    certain: bool
    judged: Role = Role.APPLICANT

    @property
    def label(self) -> str:
        return LABELS[self.kind].format(unit=self.judged, above=_JUDGED[self.judged])


def conflicts(expert: Expert, matters: Iterable[Matter], on: date) -> list[Conflict]:
    """Every ground against this expert on this day, matter by matter."""
    return [
        replace(found, judged=matter.judged)
        for matter in matters
        for rule in _RULES
        for found in rule(expert, matter, on)
    ]


def exclusion(found: Sequence[Conflict]) -> str:
    """Why the draw passes over somebody, or nothing where no ground is certain."""
    return "；".join(dict.fromkeys(conflict.label for conflict in found if conflict.certain))


def same_unit(one: UnitName, other: UnitName) -> bool | None:
    """By code; None where a code is missing and only the names are alike."""
    if one.code and other.code:
        return _subject(one.code) == _subject(other.code)
    return None if _plain(one.name) and _plain(one.name) == _plain(other.name) else False


def _own_unit(expert: Expert, matter: Matter, on: date) -> Iterator[Conflict]:
    kinds = {
        Role.APPLICANT: Kind.SAME_UNIT,
        Role.ORGANISER: Kind.AUTHORITY_STAFF,
        Role.RECOMMENDER: Kind.AUTHORITY_STAFF,
        Role.RELATED: Kind.RELATED_UNIT,
        Role.HOST: Kind.SAME_UNIT,
        Role.SUPERVISOR: Kind.AUTHORITY_STAFF,
    }
    for party in matter.parties:
        same = same_unit(expert.unit, party.unit)
        if same is not False:
            fact = f"专家所在单位{_as_party(party)}{_unless_sure(same)}"
            yield Conflict(matter.key, kinds[party.role], fact, "专家库登记的单位", same is True)


def _posts(expert: Expert, matter: Matter, on: date) -> Iterator[Conflict]:
    """Former posts with the unit judged alone; joint ones with every party."""
    recent = [post for post in expert.posts if post.until is None or post.until >= corresponding_day(on, RECENT)]
    for post, party in product(recent, matter.parties):
        same = same_unit(post.unit, party.unit)
        if same is False or not (post.joint or party.role in _JUDGED):
            continue
        kind, word = (Kind.JOINT_POST, "兼职") if post.joint else (Kind.FORMER_UNIT, "任职")
        until = f"至 {chinese_date(post.until)}" if post.until else "未登记截止日期"
        fact = f"{word}单位{_as_party(party)}，{until}{_unless_sure(same)}"
        certain = same is True and _is_certain(post, party.role, on)
        yield Conflict(matter.key, kind, fact, "专家库登记的任职", certain)


def _is_certain(post: Post, role: Role, on: date) -> bool:
    """A joint post is certain while it lasts with the unit judged; a former one if it is known when it ended."""
    if post.joint:
        return role in _JUDGED and (post.until is None or post.until >= on)
    return post.until is not None


def _relations(expert: Expert, matter: Matter, on: date) -> Iterator[Conflict]:
    """The name suffices: whoever declared a relation wrote down whom he meant."""
    for relation in expert.relations:
        for party in matter.parties:
            if same_unit(relation.unit, party.unit) is not False:
                fact = f"{relation.words}：{_as_party(party)[1:]}"
                yield Conflict(matter.key, Kind.DECLARED, fact, "专家的声明", certain=True)


def _named(expert: Expert, matter: Matter, on: date) -> Iterator[Conflict]:
    for person in matter.people:
        reached = _same_address(expert, person)
        if not reached and _plain(person.name) != _plain(expert.name):
            continue
        at_unit = person.unit is not None and same_unit(expert.unit, person.unit) is True
        where = f"《{person.rival}》" if person.rival else "本方案"
        doubt = "" if reached or at_unit else "；仅姓名相同，请核实是否同一人"
        fact = f"{where}的{person.words}“{person.name}”{doubt}"
        kind = Kind.RIVAL if person.rival else Kind.NAMED
        yield Conflict(matter.key, kind, fact, "申报方案", not doubt)


def _rival_unit(expert: Expert, matter: Matter, on: date) -> Iterator[Conflict]:
    """The staff of whoever competes under the same call, whether its plan names them or not."""
    rivals = dict.fromkeys((person.rival, person.unit) for person in matter.people if person.rival)
    for title, unit in rivals:
        same = same_unit(expert.unit, unit) if unit is not None else False
        if unit is not None and same is not False:
            fact = f"专家所在单位是《{title}》的申报单位“{unit.name}”{_unless_sure(same)}"
            yield Conflict(matter.key, Kind.RIVAL_UNIT, fact, "专家库登记的单位", same is True)


def _asked(expert: Expert, matter: Matter, on: date) -> Iterator[Conflict]:
    for asked in matter.exclusions:
        elsewhere = asked.unit and _plain(asked.unit) != _plain(expert.unit.name)
        if _plain(asked.name) == _plain(expert.name) and not elsewhere:
            yield Conflict(matter.key, Kind.ASKED, f"理由：{asked.reason}", "申报单位的申请", certain=False)


_RULES = (_own_unit, _posts, _relations, _named, _rival_unit, _asked)


def _as_party(party: Party) -> str:
    return f"是{party.words or party.role}“{party.unit.name}”"


def _unless_sure(same: bool | None) -> str:
    return "" if same else "；缺统一社会信用代码，仅名称相同，请核实"


def _same_address(expert: Expert, person: Named) -> bool:
    mail = expert.email.strip().lower()
    phone = _mobile(expert.phone)
    return bool((mail and mail == person.email.strip().lower()) or (phone and phone == _mobile(person.phone)))


def _subject(code: str) -> str:
    """The organisation code is part of the credit code of the same body."""
    plain = _plain(code).upper()
    return plain[8:17] if len(plain) == 18 else plain


def _mobile(phone: str) -> str:
    """Eleven digits; a desk's number is shared and tells nothing."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    own = digits.removeprefix("86") if len(digits) == 13 else digits
    return own if len(own) == 11 and own.startswith("1") else ""


def _plain(text: str) -> str:
    """As names are compared: without blanks, brackets and middle dots of one kind."""
    return "".join(text.split()).translate(_ALIKE).casefold()


_ALIKE = str.maketrans("（）•・", "()··")
