"""`make eligibility-report FILE=profiles.jsonl`: what each profile comes to for every route.

One line in: `{id, profile, language?}`; the profile is documented in `content/rules/profile.schema.json`, the
language is `en` when absent. One line out: `{id, routes{<route id>: {outcome, points, criteria[], missing[],
would_change[], ...}}, next_question, warnings[]}`
or `{id, error, errors[]}`. An unknown field or answers that contradict each other are warnings; a value that
makes no sense is an error.
"""

import sys
from collections.abc import Mapping

from content.files.routes import read_routes
from content.languages import LANGUAGES
from content.rules.evaluate import evaluate, next_question
from content.rules.present import to_dict
from content.rules.profile import validate
from tools.json_lines import BadRecord, run


def reporter(routes: Mapping):
    """The function that turns a record into its line, for these routes."""

    def report(record: Mapping) -> dict:
        profile, language = record.get("profile"), record.get("language", "en")
        if not isinstance(profile, Mapping):
            raise BadRecord("profile missing", {"id": record.get("id"), "error": "profile missing"})
        if language not in LANGUAGES:
            raise BadRecord(
                f"language {language!r} isn't one of {', '.join(LANGUAGES)}",
                {"id": record.get("id"), "error": "language"},
            )
        errors = validate(profile)
        found = [{"field": one.field, "value": one.value, "message": one.message[language]} for one in errors]
        if any(one.is_blocking for one in errors):
            message = "; ".join(f"{one['field']}: {one['message']}" for one in found)
            raise BadRecord(message, {"id": record.get("id"), "error": message, "errors": found})
        return {
            "id": record.get("id"),
            "warnings": found,
            "routes": {route.id: to_dict(evaluate(route, profile), language) for route in routes.values()},
            "next_question": next_question(routes.values(), profile),
        }

    return report


def main() -> int:
    """Reads the routes and the records; a faulty route file ends it with the fault's place."""
    routes, problems = read_routes()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not routes:
        return 1
    return run(reporter(routes), sys.argv) or (1 if problems else 0)


if __name__ == "__main__":
    sys.exit(main())
