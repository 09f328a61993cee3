import pytest

from content.files.routes import read_routes


class Routes(dict):
    """All routes by id; prints short, so that a failing property is readable."""

    def __repr__(self):
        return f"<{len(self)} routes>"


@pytest.fixture(scope="session")
def routes():
    found, problems = read_routes()
    assert not problems, "\n".join(str(problem) for problem in problems)
    return Routes(found)


@pytest.fixture
def electrician():
    """A2 German, three years of training, six years of work, no offer: the question people come with."""
    return {
        "nationality": "XK",
        "age": 28,
        "occupation": "electrician",
        "qualification": "vocational",
        "training_years": 3,
        "recognition": {"DE": "none"},
        "experience_years": 6,
        "experience_last5": 5,
        "experience_last7": 6,
        "languages": {"de": "A2", "en": "A2"},
        "job_offer": None,
        "funds": 1100,
        "asylum_benefits_recent": False,
        "entry_ban": False,
    }
