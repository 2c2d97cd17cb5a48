"""Fields and words that all forms of the room share."""

from documents.fields import DayField, MailAddress, PlainText, name_what_is_missing, printable

__all__ = ["DayField", "MailAddress", "PlainText", "name_what_is_missing", "printable"]
