"""A process that makes one share of the sample: `python -m lab.sample.process CITY_ID CONTACTS SEED NOW SHARE SHARES`.

Django is set up before the models are imported, on the database of the process that started this one.
"""

import os
import sys

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peygir.settings")
    django.setup()

    from lab.sample.share import main

    main(*sys.argv[1:])
