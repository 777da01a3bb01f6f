"""One function per outside deed: SMS, mail, messenger, PBX. Plain values in and out, a time limit always."""
