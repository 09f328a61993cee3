"""A content index of a few hand-written pages with the real routes, and contacts whose numbers belong to nobody."""

import datetime as dt
from pathlib import Path

from content.files.routes import read_routes
from content.index.documents import Passage, Source
from content.index.sqlite import SQLiteStore
from content.rules.present import to_record

CHECKED = dt.date(2026, 11, 23)
LAW = Source("Law on residence", "https://law.example/residence", "2026-01-01", CHECKED)

# page key -> country, {language: (title, [(heading, text)])}
PAGES = {
    "western-balkans-regulation": ("DE", {
        "sq": ("Rregullorja për Ballkanin Perëndimor", [
            ("Kush mund të aplikojë?", "Rregullorja për Ballkanin Perëndimor vlen për shtetasit e gjashtë vendeve. Duhet ofertë pune nga një punëdhënës në Gjermani."),
            ("Sa kushton viza?", "Viza kombëtare për Gjermani ka një taksë zyrtare. Termini në ambasadë është pa pagesë."),
        ]),
        "sr": ("Регулатива за Западни Балкан", [
            ("Ко може да се пријави?", "Регулатива за Западни Балкан важи за држављане шест земаља. Потребна је понуда за посао од послодавца у Немачкој."),
            ("Колико кошта виза?", "Национална виза за Немачку има званичну таксу. Термин у амбасади је бесплатан."),
        ]),
        "en": ("Western Balkans Regulation", [
            ("Who can apply?", "The Western Balkans Regulation is for citizens of six countries. You need a job offer from an employer in Germany."),
            ("What does the visa cost?", "The national visa for Germany has an official fee. The appointment at the embassy is free."),
        ]),
    }),
    "austria": ("AT", {
        "sq": ("Puna në Austri", [("Sa kushton leja në Austri?", "Leja e qëndrimit në Austri ka një taksë. Viza kushton veçmas.")]),
        "sr": ("Рад у Аустрији", [("Колико кошта дозвола у Аустрији?", "Боравишна дозвола у Аустрији има таксу. Виза кошта посебно.")]),
        "en": ("Work in Austria", [("What does the permit cost in Austria?", "The residence permit in Austria has a fee. The visa costs extra.")]),
    }),
    "fake-job-offers": ("", {
        "sq": ("Oferta të rreme për punë", [("Si ta njoh një ofertë të rreme?", "Oferta e rreme kërkon para përpara. Punëdhënësi i vërtetë nuk kërkon para për ofertë.")]),
        "sr": ("Лажне понуде за посао", [("Како да препознам лажну понуду?", "Лажна понуда тражи новац унапред. Прави послодавац не тражи новац за понуду.")]),
        "en": ("Fake job offers", [("How do I recognise a fake offer?", "A fake job offer asks for money in advance. A real employer asks for no money for an offer.")]),
    }),
    "recognition": ("DE", {
        "sq": ("Njohja e diplomës", [("Si njihet diploma?", "Njohja e diplomës kërkohet te zyra kompetente në Gjermani. Procedura fillon me një kërkesë me dokumente të përkthyera.")]),
        "sr": ("Признавање дипломе", [("Како се признаје диплома?", "Признавање дипломе тражи се код надлежне службе у Немачкој. Поступак почиње захтевом са преведеним документима.")]),
        "en": ("Recognition of diplomas", [("How is a diploma recognised?", "Recognition of a diploma is requested at the competent office in Germany. The procedure begins with a request and translated documents.")]),
    }),
}  # fmt: skip


def contact(
    key: str, purposes: list[str], phone: str, order: int, names: tuple[str, str, str]
) -> tuple[str, str, dict]:
    """A contact record."""
    texts = dict(zip(("sq", "sr", "en"), names, strict=True))
    data = {
        "id": key,
        "name": texts,
        "role": texts,
        "phone": phone,
        "website": f"https://{key}.example/",
        "for": purposes,
        "order": order,
    }
    return "contact", key, data | {"country": "XK", "checked_on": CHECKED.isoformat(), "sources": []}


CONTACTS = [
    contact(
        "helpline", ["trafficking"], "0800 00 001", 1, ("Linja e ndihmës", "Линија за помоћ", "Helpline")
    ),
    contact("police", ["emergency"], "00 192", 2, ("Policia", "Полиција", "Police")),
    contact("rescue", ["emergency"], "00 112", 3, ("Emergjenca", "Хитна служба", "Rescue")),
    contact("advice", ["advice"], "0800 00 009", 4, ("Qendra këshilluese", "Саветовалиште", "Advice centre")),
]


def build(path: Path) -> Path:
    """Writes the index and returns its path."""
    passages = []
    for key, (country, texts) in PAGES.items():
        for language, (title, sections) in texts.items():
            for number, (heading, text) in enumerate(sections, 1):
                url = f"/{language}/{key}/#s{number}"
                passages.append(
                    Passage(
                        f"{key}/{language}/{number}",
                        1,
                        language,
                        "page",
                        key,
                        title,
                        (title, heading),
                        text,
                        url,
                        (LAW,),
                        CHECKED,
                        country=country,
                    )
                )
    routes, problems = read_routes()
    assert not problems, problems
    store = SQLiteStore(str(path), True)
    store.rebuild(
        passages, [("route", route.id, to_record(route)) for route in routes.values()] + CONTACTS, 1
    )
    return path
