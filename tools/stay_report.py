"""`make stay-report FILE=stays.jsonl`: the 90/180-day calculator from the command line.

One line in: `{id, mode: control or planning, reference_date, stays[{entry, exit?, basis}]}`.
One line out: `{id, days_used, excess_days, last_day_allowed, max_stay_days, entry_possible, earliest_entry,
window_start}` or `{id, error}`.
"""

import sys
from collections.abc import Mapping
from dataclasses import asdict

from content.rules.stay import calculate, read_date, read_stays
from tools.json_lines import BadRecord, run


def report(record: Mapping) -> dict:
    """The line for one record.

    Raises:
        BadRecord: the dates can't be; the line out says which.
    """
    try:
        result = calculate(
            read_stays(record.get("stays")),
            read_date(record.get("reference_date")),
            record.get("mode", "control"),
        )
    except ValueError as error:
        raise BadRecord(str(error), {"id": record.get("id"), "error": str(error)}) from error
    plain = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in asdict(result).items()
    }
    return {"id": record.get("id"), **plain}


if __name__ == "__main__":
    sys.exit(run(report, sys.argv))
