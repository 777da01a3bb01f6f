"""An unclear answer to a question is remembered, so that silence does not close the case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answers", "0009_account_notices")]

    operations = [
        migrations.AddField(model_name="question", name="unclear_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "talk_ask_words", "talk_ask_place", "talk_ask_photo", "talk_ask_code", "talk_state",
                            "talk_no_code", "talk_unclear", "talk_unclear_survey",
                        ),
                    )
                ),
                fields=["address", "created_at"],
                name="message_of_talk",
            ),
        ),
    ]
