"""Signed links in letters, and the letters: a link says who was written to, and is good until its time or its use."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from procedure import clock
from procedure.reckoning import chinese_date

from . import models
from .models import Invitation, Role
from .queries import seats_of

_REGISTRATION, _INVITATION = "organisations.registration", "organisations.invitation"
Letter = tuple[str, str]


class BadLink(Exception):
    """No link of ours, or one whose time is over."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("expired" if expired else "forged")
        self.expired = expired


def registration_key(email: str) -> str:
    return signing.dumps(email, salt=_REGISTRATION)


def invitation_key(invitation: Invitation) -> str:
    return signing.dumps(invitation.pk, salt=_INVITATION)


def registration_address(key: str) -> str:
    """The mail address that a registration link was sent to; in real time, whatever the sandbox's clock says."""
    try:
        return str(signing.loads(key, salt=_REGISTRATION, max_age=settings.REGISTRATION_LINK_HOURS * 3600))
    except signing.BadSignature as error:
        raise BadLink(expired=isinstance(error, signing.SignatureExpired)) from error


def invitation_of(key: str) -> Invitation:
    try:
        number = signing.loads(key, salt=_INVITATION)
    except signing.BadSignature as error:
        raise BadLink(expired=False) from error
    return models.Invitation.objects.select_related("unit", "invited_by").get(pk=number)


def refusal(invitation: Invitation) -> str:
    """Why an invitation cannot be taken up (any more), or nothing."""
    if invitation.accepted_at is not None:
        return "这份邀请已经用过了。直接登录即可。"
    if invitation.withdrawn_at is not None:
        return "这份邀请已被收回。需要加入的，请与本单位的单位管理员联系。"
    if invitation.expires_at <= timezone.now():
        return "这份邀请已过期。请本单位的单位管理员重新发出邀请。"
    if not _still_administers(invitation):
        return "发出邀请的人已不再是本单位的单位管理员。请现任单位管理员重新发出邀请。"
    return ""


def _still_administers(invitation: Invitation) -> bool:
    """Who has left, or may not say it any more, lets nobody in by a letter from before."""
    seats = seats_of(invitation.invited_by_id, clock.today())
    return seats.filter(unit=invitation.unit_id, role=Role.UNIT_ADMIN).exists()


def registration(email: str) -> Letter:
    link = _absolute("organisations:registration", registration_key(email))
    body = (
        "您（或别人用您的邮箱）申请在国家技术标准创新基地管理系统注册单位。\n\n"
        f"请打开下面的地址继续注册，{settings.REGISTRATION_LINK_HOURS} 小时内有效：\n{link}\n\n"
        "不是您本人申请的，不必理会，不会建立账号。"
    )
    return "继续注册：国家技术标准创新基地管理系统", body


def known_account(email: str) -> Letter:
    """For who has an account already; the page on the screen says the same to both."""
    body = (
        f"您（或别人用您的邮箱）申请注册，而 {email} 已有账号，不需要再注册。\n\n"
        f"登录：{_absolute('account_login')}\n"
        f"忘记密码：{_absolute('account_reset_password')}\n"
        f"登录之后，为另一个单位登记或申请加入：{_absolute('organisations:unit_new')}\n\n"
        "不是您本人申请的，不必理会。"
    )
    return "您已有账号：国家技术标准创新基地管理系统", body


def invitation(row: Invitation) -> Letter:
    link = _absolute("organisations:invitation", invitation_key(row))
    body = (
        f"{row.name}，您好：\n\n{row.invited_by_name}邀请您加入{row.unit}，"
        "在国家技术标准创新基地管理系统中与同事一起办理。\n\n"
        f"请打开下面的地址接受邀请，{chinese_date(timezone.localtime(row.expires_at).date())}前有效，只能用一次：\n{link}\n\n"
        "与您无关的，不必理会。"
    )
    return f"邀请加入{row.unit}", body


def _absolute(name: str, *values: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{reverse(name, args=values)}"
