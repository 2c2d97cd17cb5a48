"""The statutory calendar known at the time; from here on the table is edited."""

from typing import Any

from django.db import migrations

YEARS = range(2013, 2027)


def seed(apps: Any, schema_editor: Any) -> None:
    from procedure.workdays import rows_from_chinesecalendar

    Holiday = apps.get_model("procedure", "Holiday")
    Holiday.objects.bulk_create(
        (Holiday(date=day, working=working, name=name) for day, working, name in rows_from_chinesecalendar(YEARS)),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("procedure", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
