import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_registration'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='sectorruling',
            name='end_reason',
            field=models.TextField(blank=True, verbose_name='终止理由'),
        ),
        migrations.AddField(
            model_name='sectorruling',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sectorruling',
            name='ended_by_name',
            field=models.CharField(blank=True, max_length=100),
        ),
    ]
