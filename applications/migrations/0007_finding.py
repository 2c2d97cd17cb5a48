from typing import Any

import django.contrib.postgres.indexes
import organisations.searching
from organisations.searching import initials
from django.conf import settings
from django.db import migrations, models


def read_names(apps: Any, schema_editor: Any) -> None:
    """The first letters of the names that are there already."""
    rows = apps.get_model("applications", "Application").objects
    for pk, name in rows.values_list("pk", "inner_name").iterator():
        rows.filter(pk=pk).update(initials=initials(name))


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0006_named_filters'),
        ("bases", "0008_finding"),
        ('notices', '0001_notices'),
        ('organisations', '0004_name_pieces'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='initials',
            field=models.CharField(db_default='', default='', editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name='applicationhistory',
            name='initials',
            field=models.CharField(db_default='', default='', editable=False, max_length=120),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('submitted_at__isnull', False)), fields=['call', 'state', 'since', 'id'], name='application_of_call'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=django.contrib.postgres.indexes.GinIndex(organisations.searching.Pieces('initials'), name='application_initials_pieces'),
        ),
        migrations.RunPython(read_names, migrations.RunPython.noop),
    ]
