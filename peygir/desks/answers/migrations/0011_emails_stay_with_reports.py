"""Emails that came with reports leave the citizens, whom nobody had asked; they stay with the report that brought them.

Only an app could bring one. Where a citizen has a single report of an app, it is the one; where there are several,
nobody can say which of them brought the address, and the short messages go on alone.
"""

from django.db import migrations

MOVE = """
    INSERT INTO answers_replyway (report_id, channel, address)
    SELECT min(report.id), 'mail', citizen.email
    FROM people_citizen citizen JOIN cases_report report ON report.citizen_id = citizen.id
    WHERE citizen.email <> '' AND report.channel IN ('api', 'app')
    GROUP BY citizen.id HAVING count(*) = 1
    ON CONFLICT (report_id) DO NOTHING
"""
CLEAR = "UPDATE people_citizen SET email = '' WHERE email <> ''"


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0010_unclear_answers"), ("cases", "0011_proof_of_phones"), ("people", "0007_proven_citizens"),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RunSQL(CLEAR, migrations.RunSQL.noop),
    ]
