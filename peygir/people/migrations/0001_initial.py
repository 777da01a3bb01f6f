import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import peygir.people.models
from django.conf import settings
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('city', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='Citizen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('phone', models.CharField(max_length=16)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('name_key', models.CharField(blank=True, max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_proven', models.BooleanField(db_default=False, default=False)),
                ('language', models.CharField(default='fa', max_length=2)),
                ('is_silent', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.citizen')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_key'], gin_pending_list_limit=1024, name='citizen_name', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('phone', 'name_key'), name='one_citizen_per_phone_and_name'), models.CheckConstraint(condition=models.Q(('phone__startswith', '+')), name='phone_is_international'), models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='not_merged_into_oneself')],
            },
        ),
        migrations.CreateModel(
            name='CitizenSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('phone', models.CharField(db_index=True, max_length=16)),
                ('opened_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(db_index=True, max_length=16)),
                ('digest', models.CharField(max_length=64)),
                ('asked_by', models.CharField(blank=True, db_default='', default='', max_length=32)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.SmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RateLimitUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('limit_name', models.CharField(max_length=32)),
                ('key', models.CharField(max_length=64)),
                ('window_start', models.DateTimeField()),
                ('count', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('limit_name', 'key', 'window_start'), name='one_count_per_window')],
            },
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('role', models.CharField(choices=[('operator', 'اپراتور ۱۳۷'), ('clerk', 'کارشناس واحد'), ('manager', 'مدیر واحد'), ('inspector', 'بازرس میدانی'), ('supervisor', 'سرپرست مرکز'), ('council', 'عضو شورای شهر'), ('admin', 'مدیر سامانه'), ('deputy', 'معاون شهردار'), ('mayor', 'دفتر شهردار'), ('inspectorate', 'بازرسی (گزارش\u200cهای محرمانه)')], max_length=12)),
                ('name_fa', models.CharField(blank=True, max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('is_sample', models.BooleanField(default=False)),
                ('totp_secret', models.CharField(blank=True, max_length=64)),
                ('totp_last_step', models.BigIntegerField(default=0)),
                ('must_change_password', models.BooleanField(db_default=False, default=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['admin', 'clerk', 'council', 'deputy', 'inspector', 'inspectorate', 'manager', 'mayor', 'operator', 'supervisor'])), name='staff_has_a_known_role'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['clerk', 'manager', 'deputy']), _negated=True), ('unit__isnull', False), _connector='OR'), name='unit_roles_have_a_unit')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('said_by', models.CharField(max_length=32)),
                ('said_at', models.DateTimeField()),
                ('called_off_at', models.DateTimeField(blank=True, null=True)),
                ('called_off_by', models.CharField(blank=True, max_length=32)),
                ('deputy', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', 'to_on'], name='absence_of'), models.Index(condition=models.Q(('called_off_at__isnull', True)), fields=['deputy', 'to_on'], name='absence_stood_in')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='absence_dates_in_order'), models.CheckConstraint(condition=models.Q(('deputy__isnull', True), models.Q(('deputy', models.F('staff')), _negated=True), _connector='OR'), name='nobody_is_their_own_deputy')],
            },
        ),
        migrations.CreateModel(
            name='AccountChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(max_length=12)),
                ('values', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('proposed_by', models.CharField(max_length=32)),
                ('proposed_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, max_length=10)),
                ('decided_by', models.CharField(blank=True, max_length=32)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('subject',), name='one_waiting_account_change'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'confirmed', 'refused', 'withdrawn'])), name='account_change_outcome'), models.CheckConstraint(condition=models.Q(('outcome', ''), models.Q(('decided_by', models.F('proposed_by')), _negated=True), ('outcome', 'withdrawn'), _connector='OR'), name='account_change_by_two_people')],
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('owner', models.CharField(blank=True, default='', max_length=200)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('channel', models.CharField(max_length=12)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=peygir.people.models._reports_only, size=None)),
                ('per_minute', models.PositiveIntegerField(blank=True, null=True)),
                ('per_day', models.PositiveIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('issued_by', models.CharField(blank=True, default='', max_length=32)),
                ('valid_until', models.DateTimeField(blank=True, null=True)),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_by', models.CharField(blank=True, default='', max_length=32)),
                ('acts_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('per_minute__isnull', True), ('per_minute__gt', 0), _connector='OR'), name='key_per_minute'), models.CheckConstraint(condition=models.Q(('per_day__isnull', True), ('per_day__gt', 0), _connector='OR'), name='key_per_day')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('filters', models.CharField(blank=True, max_length=2000)),
                ('is_default', models.BooleanField(default=False)),
                ('is_shared', models.BooleanField(default=False)),
                ('saved_at', models.DateTimeField()),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('staff', 'name'), name='one_view_per_name'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('staff',), name='one_default_view')],
            },
        ),
        migrations.CreateModel(
            name='StaffSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('opened_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('address', models.CharField(blank=True, max_length=64)),
                ('device', models.CharField(blank=True, max_length=80)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
            ]
        ),
        # Every start of the system creates it; a database that is migrated alone gets it here, and keeps it.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        # Its rows are worth nothing after a crash: a limit begins anew.
        migrations.RunSQL("ALTER TABLE people_ratelimituse SET UNLOGGED", "ALTER TABLE people_ratelimituse SET LOGGED"),
    ]
