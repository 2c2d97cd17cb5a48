"""The form of a step, to which the kernel gives the row that it is about and the seat that sends it."""

from typing import Any

from django import forms


class StepForm(forms.Form):
    """The base of a step's form."""

    def __init__(self, data: Any = None, *, subject: Any = None, seat: Any = None, **options: Any) -> None:
        self.subject, self.seat = subject, seat
        super().__init__(data, **options)

    def warnings(self) -> list[str]:
        """What whoever signs what was proposed should know; it stands in no way."""
        return []
