"""The register of letters."""

import django.db.models.deletion
from django.db import migrations, models

from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0005_case_asset'),
        ('city', '0001_initial'),
        ('media', '0006_picture_copies'),
    ]

    operations = [
        CreateTables([
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('direction', models.CharField(max_length=3)),
                ('year', models.SmallIntegerField()),
                ('serial', models.IntegerField()),
                ('way', models.CharField(max_length=6)),
                ('dated_on', models.DateField()),
                ('registered_at', models.DateTimeField()),
                ('registered_by', models.CharField(max_length=32)),
                ('party', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('other_number', models.CharField(blank=True, max_length=60)),
                ('other_on', models.DateField(blank=True, null=True)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField(blank=True)),
                ('tables', models.JSONField(default=list)),
                ('figures', models.JSONField(default=list)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('proposal', models.BigIntegerField(blank=True, null=True)),
                ('state', models.CharField(default='open', max_length=4)),
                ('state_reason', models.CharField(blank=True, max_length=500)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
                ('answers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='letters.letter')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
        ),
        migrations.CreateModel(
            name='LetterAnnex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=32)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annexes', to='letters.letter')),
                ('stored', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.storedfile')),
            ],
        ),
        migrations.CreateModel(
            name='LetterBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.SmallIntegerField()),
                ('last', models.IntegerField(default=0)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
        ),
        migrations.CreateModel(
            name='LetterHanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default='pending', max_length=7)),
                ('tries', models.SmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('remote', models.CharField(blank=True, max_length=120)),
                ('news', models.CharField(blank=True, max_length=9)),
                ('news_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handing', to='letters.letter')),
            ],
        ),
        migrations.CreateModel(
            name='LetterTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField()),
                ('office', models.CharField(max_length=120)),
                ('signer_office', models.CharField(max_length=120)),
                ('signer_name', models.CharField(blank=True, max_length=80)),
                ('governor', models.CharField(max_length=200)),
                ('governor_way', models.CharField(max_length=6)),
                ('governor_address', models.CharField(blank=True, max_length=254)),
                ('made_by', models.CharField(max_length=32)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
        ),
        migrations.CreateModel(
            name='OfficeMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('letter', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
            ],
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['registered_at'], name='letter_by_day'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('due_on__isnull', False), ('state', 'open')), fields=['city', 'due_on'], name='letter_due'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('city', 'year', 'serial'), name='one_letter_per_number'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('serial__gte', 1)), name='letter_serial_from_one'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['in', 'out'])), name='letter_direction_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['mail', 'office', 'paper'])), name='letter_way_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['done', 'open', 'void'])), name='letter_state_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('answers', None), models.Q(('answers', models.F('id')), _negated=True), _connector='OR'), name='letter_answers_another'),
        ),
        migrations.AddConstraint(
            model_name='letterannex',
            constraint=models.UniqueConstraint(fields=('letter', 'stored'), name='one_annex_per_file'),
        ),
        migrations.AddConstraint(
            model_name='letterbook',
            constraint=models.UniqueConstraint(fields=('city', 'year'), name='one_letter_book_per_year'),
        ),
        migrations.AddIndex(
            model_name='letterhanding',
            index=models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at'], name='letter_handing_due'),
        ),
        migrations.AddIndex(
            model_name='letterhanding',
            index=models.Index(condition=models.Q(('remote', ''), _negated=True), fields=['remote'], name='letter_by_remote'),
        ),
        migrations.AddConstraint(
            model_name='letterhanding',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['dead', 'pending', 'sent'])), name='letter_handing_state_known'),
        ),
        migrations.AddConstraint(
            model_name='letterhanding',
            constraint=models.CheckConstraint(condition=models.Q(('news__in', ['', 'delivered', 'failed', 'read'])), name='letter_news_known'),
        ),
        migrations.AddConstraint(
            model_name='letterterms',
            constraint=models.UniqueConstraint(fields=('city', 'from_at'), name='one_letter_terms_per_moment'),
        ),
        migrations.AddConstraint(
            model_name='letterterms',
            constraint=models.CheckConstraint(condition=models.Q(('governor_way__in', ['mail', 'office', 'paper'])), name='governor_way_known'),
        ),
        migrations.AddIndex(
            model_name='officemessage',
            index=models.Index(fields=['at'], name='office_message_by_age'),
        ),
        ]),
    ]
