"""INSERT ... SELECT for a model: the columns named here, the model's own defaults for the others."""

from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], source: str, /, **columns: str) -> None:
    """Fill a table from ``source``, a FROM clause; each column is an SQL expression over it."""
    filled = dict(columns)
    parameters = []
    for field in model._meta.concrete_fields:
        if field.column in filled or isinstance(field, models.AutoField | models.BigAutoField) or field.null:
            continue
        filled[field.column] = "%s"
        parameters.append(_default(field))
    names = ", ".join(f'"{name}"' for name in filled)
    execute(
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(filled.values())} FROM {source}', parameters
    )


def execute(statement: str, parameters: list[Any] | None = None) -> None:
    """Run one statement; with parameters, were it none, a percent sign in it must be doubled."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _default(field: models.Field) -> Any:
    if not field.has_default() and not field.empty_strings_allowed:
        raise ValueError(f"{field} has no default: name it in the loader")
    return field.get_db_prep_save(field.get_default(), connection)
