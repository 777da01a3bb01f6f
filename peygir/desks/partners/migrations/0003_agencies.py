"""Terms, people and sign-ins of agencies, their referrals with links and questions, and the months of their letters."""

import django.db.models.deletion
from django.db import migrations, models

from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_case_asset'),
        ('city', '0001_initial'),
        ('partners', '0002_code_of_an_order'),
    ]

    operations = [
        CreateTables([
        migrations.CreateModel(
            name='AgencyPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('email', models.CharField(max_length=254)),
                ('made_by', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
            ],
        ),
        migrations.CreateModel(
            name='AgencyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('sent_at', models.DateTimeField()),
                ('confirm_due_at', models.DateTimeField(blank=True, null=True)),
                ('answer_due_at', models.DateTimeField(blank=True, null=True)),
                ('escalate_at', models.DateTimeField(blank=True, null=True)),
                ('next_step', models.CharField(blank=True, max_length=8)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('refusal_number', models.IntegerField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer_number', models.IntegerField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=8)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('said_by', models.CharField(blank=True, max_length=20)),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
                ('letter', models.CharField(blank=True, max_length=20)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('other_agency', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
                ('other_unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
        ),
        migrations.CreateModel(
            name='AgencyQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(max_length=7)),
                ('number', models.IntegerField()),
                ('asked_at', models.DateTimeField()),
                ('answer_number', models.IntegerField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('shared_report', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='partners.agencyrequest')),
            ],
        ),
        migrations.CreateModel(
            name='AgencyLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=12)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='partners.agencyrequest')),
            ],
        ),
        migrations.CreateModel(
            name='AgencySession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('entered_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='partners.agencyperson')),
            ],
        ),
        migrations.CreateModel(
            name='AgencyTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254)),
                ('confirm_days', models.SmallIntegerField()),
                ('answer_days', models.SmallIntegerField()),
                ('escalate_days', models.SmallIntegerField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('made_by', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
            ],
        ),
        migrations.CreateModel(
            name='AgencyMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField()),
                ('figures', models.JSONField()),
                ('letter', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'first_on'), name='one_month_of_an_agency')],
            },
        ),
        migrations.AddConstraint(
            model_name='agencyperson',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('email',), name='one_agency_person_of_an_address'),
        ),
        migrations.AddIndex(
            model_name='agencyrequest',
            index=models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='agency_step_due'),
        ),
        migrations.AddIndex(
            model_name='agencyrequest',
            index=models.Index(fields=['agency', 'sent_at'], name='agency_request_by_day'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='one_agency_request_per_event'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('next_step__in', ['', 'answer', 'confirm', 'escalate'])), name='agency_step_is_known'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'done', 'not_done', 'planned'])), name='agency_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='agencyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('next_at', None), models.Q(('answered_at', None), ('ended_at', None), ('refused_at', None)), _connector='OR'), name='agency_clock_ends_with_the_request'),
        ),
        migrations.AddConstraint(
            model_name='agencyquestion',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('request',), name='one_open_agency_question'),
        ),
        migrations.AddConstraint(
            model_name='agencyquestion',
            constraint=models.CheckConstraint(condition=models.Q(('to__in', ['centre', 'citizen'])), name='agency_question_to_is_known'),
        ),
        migrations.AddIndex(
            model_name='agencysession',
            index=models.Index(fields=['expires_at'], name='agency_session_by_expiry'),
        ),
        migrations.AddConstraint(
            model_name='agencyterms',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('agency',), name='one_agency_terms_in_force'),
        ),
        migrations.AddConstraint(
            model_name='agencyterms',
            constraint=models.CheckConstraint(condition=models.Q(('answer_days__gte', models.F('confirm_days')), ('confirm_days__gte', 1), ('escalate_days__gte', 1)), name='agency_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='agencyterms',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='agency_terms_dates_in_order'),
        ),
        ]),
    ]
