"""The sandbox's post office: no letter leaves the house, every letter can be read on a page."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .models import SandboxLetter

KEPT = 200


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            to = ", ".join(letter.recipients())
            SandboxLetter.objects.create(to=to, subject=str(letter.subject)[:500], body=str(letter.body))
        oldest = SandboxLetter.objects.order_by("-pk").values_list("pk", flat=True)[KEPT - 1 : KEPT]
        SandboxLetter.objects.filter(pk__lt=next(iter(oldest), 0)).delete()
        return len(email_messages)
