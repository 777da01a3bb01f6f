"""A few made-up records in the shape of Boston's, one for each thing that can happen to a record."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow
import pyarrow.parquet

TIMES: Final = pyarrow.timestamp("us")
SCHEMA: Final = pyarrow.schema(
    [
        ("case_enquiry_id", pyarrow.int64()),
        ("open_dt", TIMES),
        ("target_dt", TIMES),
        ("closed_dt", TIMES),
        *(
            (name, pyarrow.large_string())
            for name in (
                "ontime",
                "case_status",
                "case_title",
                "subject",
                "reason",
                "type",
                "queue",
                "department",
                "location",
                "pwd_district",
                "neighborhood",
            )
        ),
        ("latitude", pyarrow.float64()),
        ("longitude", pyarrow.float64()),
        ("source", pyarrow.large_string()),
        ("closed_as_duplicate", pyarrow.bool_()),
    ]
)

# id, opened, target, closed, flag, type, department, neighbourhood
RECORDS: Final = (
    (101, "2011-07-01 09:00:00", "2011-07-08 09:00:00", "2011-07-02 10:30:00", "ONTIME", "Pothole", "PWDx", "Back Bay"),
    (102, "2011-07-01 09:00:00", "2011-07-03 09:00:00", "2011-07-20 08:00:00", "OVERDUE", "Pothole", "PWDx", "Roxbury"),
    # closed the second it is opened, without a target: the file calls it on time
    (103, "2011-07-01 09:00:00", None, "2011-07-01 09:00:00", "ONTIME", "Pothole", "BTDT", "Back Bay"),
    # open, its target long past: the file has no flag for it
    (104, "2011-07-01 12:00:00", "2011-07-05 12:00:00", None, None, "Tree / Fallen", "PARK", "Roxbury"),
    (105, "2011-07-02 08:00:00", None, None, "ONTIME", "Tree Fallen", "PARK", None),
    # closed in the very second of its target, and opened when another is closed
    (106, "2011-07-02 10:30:00", "2011-07-04 10:30:00", "2011-07-04 10:30:00", "ONTIME", "Pothole", "PWDx", " "),
    # a target before the opening
    (100, "2011-07-02 10:30:00", "2011-07-01 10:30:00", "2011-07-06 11:00:00", "OVERDUE", "Bed Bugs", "ISD_", "Fenway"),
    # in the hour that comes twice, 6 November 2011
    (107, "2011-11-06 01:30:00", "2011-11-07 01:30:00", "2011-11-06 03:00:00", "ONTIME", "Pothole", "PWDx", "Fenway"),
)
SUBJECTS: Final = {
    "PWDx": "Public Works Department",
    "BTDT": "Public Works Department",
    "PARK": "Parks & Recreation Department",
    "ISD_": "Inspectional Services",
}


def write_records(path: Path, *, without: str = "", records: Sequence[tuple[Any, ...]] = RECORDS) -> Path:
    """A Parquet file of the records above, or of others like them; `without` leaves a column out."""
    table = pyarrow.Table.from_pylist([_line(*record) for record in records], schema=SCHEMA)
    pyarrow.parquet.write_table(table.drop_columns([without]) if without else table, path)
    return path


def _line(
    number: int,
    opened: str,
    target: str | None,
    closed: str | None,
    flag: str | None,
    kind: str,
    department: str,
    place: str | None,
) -> dict[str, Any]:
    return {
        "case_enquiry_id": number,
        "open_dt": datetime.fromisoformat(opened),
        "target_dt": datetime.fromisoformat(target) if target else None,
        "closed_dt": datetime.fromisoformat(closed) if closed else None,
        "ontime": flag,
        "case_status": "Closed" if closed else "Open",
        "case_title": kind,
        "subject": SUBJECTS[department],
        "reason": "Street",
        "type": kind,
        "queue": f"{department}_{kind}",
        "department": department,
        "location": "389 Ashmont St  Boston  MA",
        "pwd_district": "07",
        "neighborhood": place,
        "latitude": 42.3,
        "longitude": -71.1,
        "source": "Constituent Call",
        "closed_as_duplicate": False,
    }
