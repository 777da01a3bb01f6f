"""How often an address that nobody proved is written to, and what waits for that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answers", "0011_emails_stay_with_reports")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="counted_as",
            field=models.CharField(blank=True, db_default="", default="", max_length=254),
        ),
        migrations.AddField(model_name="message", name="held_at", field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name="message", name="message_state_is_known"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "sent", "dead", "dropped"])),
                name="message_state_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("counted_as", ""), _negated=True), fields=["counted_as", "sent_at"],
                name="message_counted",
            ),
        ),
    ]
