"""The letters of the sandbox; nowhere else is there such a page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import SandboxLetter
from procedure.asked import whole_number

SIZE = 20


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The newest letters to everybody, or those to one address."""
    if not settings.SANDBOX:
        raise Http404
    to = request.GET.get("to", "").strip()[:254].replace("\0", "")
    found = SandboxLetter.objects.filter(to__icontains=to) if to else SandboxLetter.objects.all()
    if before := whole_number(request.GET.get("before", "")):
        found = found.filter(pk__lt=before)
    page = list(found[: SIZE + 1])
    following = page[SIZE - 1].pk if len(page) > SIZE else None
    return render(request, "accounts/mailbox.html", {"letters": page[:SIZE], "following": following, "to": to})
