from django.db import migrations, models

# A contact may bring several reports: the one that it had moves to the list. Calls from before get their ends.
THERE = """
INSERT INTO contacts_contactreport (contact_id, report_id, position)
SELECT DISTINCT ON (report_id) id, report_id, 0 FROM contacts_contact WHERE report_id IS NOT NULL
ORDER BY report_id, id;
UPDATE contacts_contact SET
    ended_at = began_at + make_interval(secs => COALESCE(seconds, 0)),
    answered_at = CASE WHEN outcome <> 'abandoned' THEN began_at END
WHERE outcome <> '' AND ended_at IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
BACK = """
UPDATE contacts_contact SET report_id = listed.report_id FROM contacts_contactreport listed
WHERE listed.contact_id = contacts_contact.id AND listed.position = 0;
DELETE FROM contacts_contactreport;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0003_calls'),
    ]

    operations = [
        migrations.RunSQL(THERE, BACK),
        migrations.RemoveField(
            model_name='contact',
            name='report',
        ),
    ]
