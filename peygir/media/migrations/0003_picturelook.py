from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_documents_and_sound'),
    ]

    operations = [
        migrations.CreateModel(
            name='PictureLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('look', models.BigIntegerField()),
                ('band_0', models.IntegerField()),
                ('band_1', models.IntegerField()),
                ('band_2', models.IntegerField()),
                ('band_3', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['band_0'], name='look_by_band_0'), models.Index(fields=['band_1'], name='look_by_band_1'), models.Index(fields=['band_2'], name='look_by_band_2'), models.Index(fields=['band_3'], name='look_by_band_3')],
            },
        ),
    ]
