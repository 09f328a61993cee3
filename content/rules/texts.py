"""The few sentences the engine says by itself; everything about a single rule stands in the route's file."""

from functools import lru_cache

from content.countries import country_name
from content.figures import number
from content.languages import LANGUAGES
from content.rules.model import Texts

STATE_WORDS = {
    "MET": {"sq": "plotësohet", "sr": "испуњено", "en": "met"},
    "NOT_MET": {"sq": "nuk plotësohet", "sr": "није испуњено", "en": "not met"},
    "UNKNOWN": {"sq": "nuk dihet ende", "sr": "још се не зна", "en": "not known yet"},
}
OUTCOME_WORDS = {
    "eligible": {
        "sq": "Sipas përgjigjeve tuaja, i plotësoni kushtet. Vendimin e merr ambasada.",
        "sr": "Према вашим одговорима, испуњавате услове. Одлучује амбасада.",
        "en": "By your answers, you meet the conditions. The embassy decides.",
    },
    "depends": {
        "sq": "Për aq sa varet nga ju, rruga është e hapur. Për të tjerat vendosin të tjerët: shihni më poshtë.",
        "sr": "Што се вас тиче, пут је отворен. О осталом одлучују други: погледајте испод.",
        "en": "As far as it depends on you, the way is open. Others decide the rest: see below.",
    },
    "not_eligible": {
        "sq": "Tani për tani nuk i plotësoni kushtet.",
        "sr": "За сада не испуњавате услове.",
        "en": "For now you do not meet the conditions.",
    },
    "need_more": {
        "sq": "Për të thënë më shumë, duhet të dimë edhe diçka.",
        "sr": "Да бисмо рекли више, треба да знамо још нешто.",
        "en": "To say more, we need to know a little more.",
    },
}
EXPIRED_NOTE = {
    "sq": "Kjo shifër vlente deri vitin e kaluar dhe po kontrollohet.",
    "sr": "Овај износ је важио до прошле године и проверава се.",
    "en": "This figure was for a past year and is being checked.",
}
BOUNDARY_NOTE = {
    "sq": "Mosha juaj është pikërisht në kufi. Pyesni ambasadën si e llogarit.",
    "sr": "Ваше године су тачно на граници. Питајте амбасаду како их рачуна.",
    "en": "Your age is exactly at the limit. Ask the embassy how it counts.",
}

LANGUAGE_NAMES = {
    "de": {"sq": "gjermanisht", "sr": "немачки", "en": "German"},
    "en": {"sq": "anglisht", "sr": "енглески", "en": "English"},
    "fr": {"sq": "frëngjisht", "sr": "француски", "en": "French"},
    "es": {"sq": "spanjisht", "sr": "шпански", "en": "Spanish"},
    "it": {"sq": "italisht", "sr": "италијански", "en": "Italian"},
    "sr": {
        "sq": "serbisht, boshnjakisht ose kroatisht",
        "sr": "српски, босански или хрватски",
        "en": "Serbian, Bosnian or Croatian",
    },
}
# "In Germany" needs a case of its own in Serbian; Albanian and English do with the name.
_IN_SERBIAN = {
    "AT": "у Аустрији", "BE": "у Белгији", "BG": "у Бугарској", "CH": "у Швајцарској", "CY": "на Кипру", "CZ": "у Чешкој", "DE": "у Немачкој",
    "DK": "у Данској", "EE": "у Естонији", "ES": "у Шпанији", "FI": "у Финској", "FR": "у Француској", "GR": "у Грчкој", "HR": "у Хрватској",
    "HU": "у Мађарској", "IE": "у Ирској", "IT": "у Италији", "LT": "у Литванији", "LU": "у Луксембургу", "LV": "у Летонији", "MT": "на Малти",
    "NL": "у Холандији", "NO": "у Норвешкој", "PL": "у Пољској", "PT": "у Португалу", "RO": "у Румунији", "SE": "у Шведској", "SI": "у Словенији",
    "SK": "у Словачкој", "XK": "на Косову",
}  # fmt: skip


@lru_cache(maxsize=100)
def in_country(country: str) -> Texts:
    """ "in Germany"; where we don't have the case of the name, the name in brackets."""
    name = {language: country_name(country, language) for language in LANGUAGES}
    if country not in _IN_SERBIAN:
        return {language: f"({shown})" for language, shown in name.items()}
    article = "the " if country == "NL" else ""
    return {
        "sq": f"në { {'XK': 'Kosovë', 'CZ': 'Çeki'}.get(country, name['sq']) }",
        "sr": _IN_SERBIAN[country],
        "en": f"in {article}{name['en']}",
    }


def more_language(language: str, level: str, now: str) -> Texts:
    """ "German A2 instead of A1": the nearest sentence to a course and a certificate."""
    names = LANGUAGE_NAMES.get(language) or dict.fromkeys(LANGUAGES, language)
    instead = (
        {"sq": f" në vend të {now}", "sr": f" уместо {now}", "en": f" instead of {now}"}
        if now not in {"", "none"}
        else {}
    )
    return {
        "sq": f"{names['sq'].capitalize()} {level}{instead.get('sq', '')}",
        "sr": f"{names['sr'].capitalize()} {level}{instead.get('sr', '')}",
        "en": f"{names['en']} {level}{instead.get('en', '')}",
    }


def more_experience(years: float, window: int | None) -> Texts:
    """The years of work that are needed, and in which time."""
    needed = {language: number(years, language) for language in LANGUAGES}
    if window is None:
        return {
            "sq": f"{needed['sq']} vjet përvojë pune në profesion",
            "sr": f"Радно искуство у струци: {needed['sr']} год.",
            "en": f"{needed['en']} years of work in your occupation",
        }
    return {
        "sq": f"Përvojë pune në profesion: {needed['sq']} vjet brenda {window} viteve të fundit",
        "sr": f"Радно искуство у струци: {needed['sr']} год. у последњих {window} година",
        "en": f"{needed['en']} years of work in your occupation within the last {window} years",
    }


def more_salary(amount: float) -> Texts:
    """An offer with enough pay."""
    money = {language: number(amount, language) for language in LANGUAGES}
    return {
        "sq": f"Ofertë pune me së paku {money['sq']}\u00a0€ bruto në vit",
        "sr": f"Понуда за посао са најмање {money['sr']}\u00a0€ бруто годишње",
        "en": f"A job offer with at least €{money['en']} gross a year",
    }


def more_funds(amount: float) -> Texts:
    """Proof of enough money a month."""
    money = {language: number(amount, language) for language in LANGUAGES}
    return {
        "sq": f"Dëshmi për {money['sq']}\u00a0€ në muaj për jetesë",
        "sr": f"Доказ да имате {money['sr']}\u00a0€ месечно за живот",
        "en": f"Proof of €{money['en']} a month to live on",
    }


def an_offer(country: str, offer: str) -> Texts:
    """An offer from an employer there: a job, a training contract, or a season."""
    where = in_country(country)
    return {
        "job": {
            "sq": f"Ofertë pune nga një punëdhënës {where['sq']}",
            "sr": f"Понуда за посао од послодавца {where['sr']}",
            "en": f"A job offer from an employer {where['en']}",
        },
        "training": {
            "sq": f"Kontratë aftësimi (Ausbildung) me një ndërmarrje {where['sq']}",
            "sr": f"Уговор о стручном оспособљавању (Ausbildung) са фирмом {where['sr']}",
            "en": f"A training contract (Ausbildung) with a company {where['en']}",
        },
        "seasonal": {
            "sq": f"Ofertë për punë sezonale nga një punëdhënës {where['sq']}",
            "sr": f"Понуда за сезонски рад од послодавца {where['sr']}",
            "en": f"A seasonal job offer from an employer {where['en']}",
        },
    }[offer]


def a_qualification(years: float | None) -> Texts:
    """A completed training, with its length where the law asks for one."""
    length = {
        "sq": f" që zgjat së paku {number(years, 'sq')} vjet" if years else "",
        "sr": f" која траје најмање {number(years, 'sr')} године" if years else "",
        "en": f" of at least {number(years, 'en')} years" if years else "",
    }
    return {
        "sq": f"Shkollim profesional i kryer{length['sq']}",
        "sr": f"Завршена стручна школа{length['sr']}",
        "en": f"A completed vocational training{length['en']}",
    }


def a_degree() -> Texts:
    """A university degree."""
    return {"sq": "Diplomë universitare", "sr": "Факултетска диплома", "en": "A university degree"}


def a_recognition(country: str, state: str) -> Texts:
    """Full or partial recognition of what the person has learnt."""
    where = in_country(country)
    if state == "partial":
        return {
            "sq": f"Njohje e pjesshme e kualifikimit {where['sq']}",
            "sr": f"Делимично признавање квалификације {where['sr']}",
            "en": f"Partial recognition of your qualification {where['en']}",
        }
    return {
        "sq": f"Njohje e diplomës {where['sq']}",
        "sr": f"Признавање дипломе {where['sr']}",
        "en": f"Recognition of your diploma {where['en']}",
    }
