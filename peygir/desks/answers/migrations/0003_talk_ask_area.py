"""The question for a neighbourhood is one of the messages that are looked up by address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answers", "0002_draft_use")]
    operations = [
        migrations.RemoveIndex(model_name="message", name="message_of_talk"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "talk_ask_words",
                            "talk_ask_place",
                            "talk_ask_area",
                            "talk_ask_photo",
                            "talk_ask_code",
                            "talk_state",
                            "talk_no_code",
                            "talk_unclear",
                            "talk_unclear_survey",
                        ),
                    )
                ),
                fields=["address", "created_at"],
                name="message_of_talk",
            ),
        ),
    ]
