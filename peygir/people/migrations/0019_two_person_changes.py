"""Adds changes that two people make, and what citizens and the inspectorate say about looks at phone numbers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):
    dependencies = [("city", "0001_initial"), ("people", "0018_panel")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name='LookObjection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.BigIntegerField(unique=True)),
                        ('case', models.BigIntegerField()),
                        ('words', models.CharField(blank=True, max_length=500)),
                        ('looked_at', models.DateTimeField()),
                        ('made_at', models.DateTimeField()),
                        ('finding', models.CharField(blank=True, max_length=10)),
                        ('answer', models.CharField(blank=True, max_length=500)),
                        ('answered_by', models.CharField(blank=True, max_length=32)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('citizen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.citizen')),
                        ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                        ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('finding', '')), fields=['city', 'made_at'], name='open_objections')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('finding__in', ['', 'in_order', 'not_needed', 'unclear'])), name='objection_finding'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('finding', '')), models.Q(models.Q(('finding', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='objection_answered_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='LookReview',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField()),
                        ('finding', models.CharField(max_length=10)),
                        ('found_by', models.CharField(max_length=32)),
                        ('found_at', models.DateTimeField()),
                        ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                        ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('city', 'month', 'staff'), name='one_review_of_looks'), models.CheckConstraint(condition=models.Q(('finding__in', ['in_order', 'not_needed', 'unclear'])), name='look_finding')],
                    },
                ),
                migrations.CreateModel(
                    name='StaffInterest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contractor', models.CharField(blank=True, max_length=40)),
                        ('reason', models.CharField(max_length=11)),
                        ('from_on', models.DateField()),
                        ('to_on', models.DateField(blank=True, null=True)),
                        ('declared_at', models.DateTimeField()),
                        ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['staff', 'from_on'], name='interests_of_person')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['business', 'dispute', 'family', 'former_work'])), name='staff_interest_reason'), models.CheckConstraint(condition=models.Q(models.Q(('unit__isnull', True), models.Q(('contractor', ''), _negated=True)), models.Q(('contractor', ''), ('unit__isnull', False)), _connector='OR'), name='interest_in_unit_or_contractor')],
                    },
                ),
                migrations.CreateModel(
                    name='TwoPersonChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=16)),
                        ('subject', models.CharField(max_length=120)),
                        ('content', models.JSONField(default=dict)),
                        ('why', models.CharField(max_length=300)),
                        ('proposed_by', models.CharField(max_length=32)),
                        ('proposed_at', models.DateTimeField()),
                        ('outcome', models.CharField(blank=True, max_length=10)),
                        ('decided_by', models.CharField(blank=True, max_length=32)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('carried_out_at', models.DateTimeField(blank=True, null=True)),
                        ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('city', 'kind', 'subject'), name='one_waiting_change_of_two'), models.CheckConstraint(condition=models.Q(('kind__in', ['drop_box_key', 'promise_hours', 'record_key', 'record_log', 'retention', 'witness', 'witness_end'])), name='change_of_two_is_of_a_kind'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'confirmed', 'refused', 'withdrawn'])), name='change_of_two_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by', ''), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('decided_by', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='change_of_two_decided_by'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='change_of_two_by_two_people'), models.CheckConstraint(condition=models.Q(('outcome', 'refused'), ('reason', ''), _negated=True), name='change_of_two_refused_why'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='change_of_two_says_why')],
                    },
                ),
            ]
        ),
    ]
