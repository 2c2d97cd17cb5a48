from typing import Any

import django.contrib.postgres.indexes
import organisations.searching
from organisations.searching import initials
from django.db import migrations, models


def read_names(apps: Any, schema_editor: Any) -> None:
    """The first letters of the names that are there already."""
    rows = apps.get_model("bases", "Base").objects
    for pk, name in rows.values_list("pk", "inner_name").iterator():
        rows.filter(pk=pk).update(initials=initials(name))


class Migration(migrations.Migration):

    dependencies = [
        ('bases', '0007_dossiers'),
        ('organisations', '0004_name_pieces'),
    ]

    operations = [
        migrations.AddField(
            model_name='base',
            name='initials',
            field=models.CharField(db_default='', default='', editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name='basehistory',
            name='initials',
            field=models.CharField(db_default='', default='', editable=False, max_length=120),
        ),
        migrations.AddIndex(
            model_name='base',
            index=models.Index(fields=['organiser', '-approved', 'id'], name='base_by_organiser'),
        ),
        migrations.AddIndex(
            model_name='base',
            index=models.Index(condition=models.Q(('passed', ''), _negated=True), fields=['passed'], name='base_by_passed'),
        ),
        migrations.AddIndex(
            model_name='base',
            index=models.Index(condition=models.Q(('established', ''), _negated=True), fields=['established'], name='base_by_established'),
        ),
        migrations.AddIndex(
            model_name='base',
            index=models.Index(condition=models.Q(('ended', ''), _negated=True), fields=['ended'], name='base_by_ended'),
        ),
        migrations.AddIndex(
            model_name='base',
            index=django.contrib.postgres.indexes.GinIndex(organisations.searching.Pieces('initials'), name='base_initials_pieces'),
        ),
        migrations.AddIndex(
            model_name='base',
            index=django.contrib.postgres.indexes.GinIndex(organisations.searching.Pieces('approval_number'), name='base_number_pieces'),
        ),
        migrations.RunPython(read_names, migrations.RunPython.noop),
    ]
