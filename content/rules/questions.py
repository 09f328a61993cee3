"""The questions behind the fields: how we put them, how much they settle, which belong on one page."""

from content.rules.model import Texts
from content.rules.texts import LANGUAGE_NAMES, in_country

# Which question comes first when several settle as much. What people tell readily, and what rules most routes
# in or out, comes early;
# what may frighten (bans, benefits) comes last, when the person has already got something out of it.
WEIGHT = {
    "job_offer": 10, "job_offer.country": 10, "qualification": 9, "occupation": 7, "languages.de": 7,
    "age": 6, "experience_years": 6, "training_years": 6, "recognition.DE": 5, "job_offer.salary": 5,
    "job_offer.qualified": 4, "languages.en": 4, "matura": 4, "graduated_years_ago": 4,
    "experience_until_now": 4, "funds": 3, "experience_last5": 3, "experience_last7": 3,
    "recognition.AT": 3, "asylum_benefits_recent": 0.6, "entry_ban": 0.3,
}  # fmt: skip
USUAL_WEIGHT = 2

_TOPICS = {
    "training_years": "qualification",
    "graduated_years_ago": "qualification",
    "matura": "qualification",
    "experience_until_now": "experience_years",
    "experience_last5": "experience_years",
    "experience_last7": "experience_years",
    "asylum_benefits_recent": "entry_ban",
}

_TEXTS: dict[str, Texts] = {
    "job_offer": {
        "sq": "A keni ofertë pune ose kontratë nga një punëdhënës jashtë vendit? Në cilin shtet?",
        "sr": "Да ли имате понуду за посао или уговор од послодавца у иностранству? У којој земљи?",
        "en": "Do you have a job offer or contract from an employer abroad? In which country?",
    },
    "job_offer.country": {
        "sq": "Në cilin shtet është puna e ofruar?",
        "sr": "У којој земљи је понуђени посао?",
        "en": "In which country is the job on offer?",
    },
    "job_offer.salary": {
        "sq": "Sa është paga bruto në ofertë, në vit ose në muaj?",
        "sr": "Колика је бруто плата у понуди, годишње или месечно?",
        "en": "What gross salary does the offer state, a year or a month?",
    },
    "job_offer.qualified": {
        "sq": "A kërkohet për atë punë shkollim profesional ose diplomë?",
        "sr": "Да ли се за тај посао тражи стручна школа или диплома?",
        "en": "Does that job ask for vocational training or a degree?",
    },
    "qualification": {
        "sq": "Çfarë shkollimi keni kryer: pa zanat, shkollë profesionale apo fakultet?",
        "sr": "Коју школу сте завршили: без занимања, стручну школу или факултет?",
        "en": "What education have you completed: no occupation, vocational school or university?",
    },
    "training_years": {
        "sq": "Sa vjet ka zgjatur shkollimi profesional ose fakulteti?",
        "sr": "Колико година је трајала стручна школа или факултет?",
        "en": "How many years did the vocational school or the studies last?",
    },
    "graduated_years_ago": {
        "sq": "Para sa vjetësh keni diplomuar?",
        "sr": "Пре колико година сте дипломирали?",
        "en": "How many years ago did you graduate?",
    },
    "matura": {"sq": "A e keni maturën?", "sr": "Да ли имате матуру?", "en": "Do you have the Matura?"},
    "occupation": {
        "sq": "Çfarë profesioni keni?",
        "sr": "Које је ваше занимање?",
        "en": "What is your occupation?",
    },
    "age": {"sq": "Sa vjeç jeni?", "sr": "Колико имате година?", "en": "How old are you?"},
    "languages.de": {
        "sq": "Sa gjermanisht dini: aspak, A1, A2, B1, B2 apo më shumë?",
        "sr": "Колико знате немачки: нимало, A1, A2, B1, B2 или више?",
        "en": "How much German do you know: none, A1, A2, B1, B2 or more?",
    },
    "languages.en": {
        "sq": "Sa anglisht dini: aspak, A1, A2, B1, B2, C1 apo më shumë?",
        "sr": "Колико знате енглески: нимало, A1, A2, B1, B2, C1 или више?",
        "en": "How much English do you know: none, A1, A2, B1, B2, C1 or more?",
    },
    "experience_years": {
        "sq": "Sa vjet keni punuar në profesionin tuaj?",
        "sr": "Колико година сте радили у својој струци?",
        "en": "How many years have you worked in your occupation?",
    },
    "experience_until_now": {
        "sq": "A punoni në këtë profesion edhe tani, pa ndërprerje?",
        "sr": "Да ли и сада радите у тој струци, без прекида?",
        "en": "Do you still work in this occupation today, without a break?",
    },
    "experience_last5": {
        "sq": "Sa nga këto vite kanë qenë në 5 vitet e fundit?",
        "sr": "Колико је од тих година било у последњих 5 година?",
        "en": "How many of these years were within the last 5 years?",
    },
    "experience_last7": {
        "sq": "Sa nga këto vite kanë qenë në 7 vitet e fundit?",
        "sr": "Колико је од тих година било у последњих 7 година?",
        "en": "How many of these years were within the last 7 years?",
    },
    "recognition.DE": {
        "sq": "A është njohur diploma juaj në Gjermani: plotësisht, pjesërisht apo jo?",
        "sr": "Да ли је ваша диплома призната у Немачкој: потпуно, делимично или не?",
        "en": "Is your diploma recognised in Germany: fully, partially or not?",
    },
    "recognition.AT": {
        "sq": "A është njohur diploma juaj në Austri: plotësisht, pjesërisht apo jo?",
        "sr": "Да ли је ваша диплома призната у Аустрији: потпуно, делимично или не?",
        "en": "Is your diploma recognised in Austria: fully, partially or not?",
    },
    "funds": {
        "sq": "Sa euro në muaj mund të dëshmoni për jetesë?",
        "sr": "Колико евра месечно можете да докажете за живот?",
        "en": "How many euros a month can you prove for living costs?",
    },
    "asylum_benefits_recent": {
        "sq": "A keni marrë në Gjermani ndihma për azilkërkues në dy vitet e fundit?",
        "sr": "Да ли сте у последње две године у Немачкој примали помоћ за тражиоце азила?",
        "en": "Have you received asylum-seeker benefits in Germany in the last two years?",
    },
    "entry_ban": {
        "sq": "A keni tani ndalim hyrjeje në ndonjë shtet të Shengenit?",
        "sr": "Да ли сада имате забрану уласка у неку шенгенску државу?",
        "en": "Do you have an entry ban for a Schengen state at present?",
    },
    # Told rarely and counted when told; asked only by who wants to change it.
    "languages": {
        "sq": "Cilat gjuhë i dini?",
        "sr": "Које језике знате?",
        "en": "Which languages do you know?",
    },
    "recognition": {
        "sq": "A është njohur diploma juaj jashtë vendit?",
        "sr": "Да ли је ваша диплома призната у иностранству?",
        "en": "Is your diploma recognised abroad?",
    },
    "nationality": {
        "sq": "Çfarë shtetësie keni?",
        "sr": "Које држављанство имате?",
        "en": "Which citizenship do you hold?",
    },
    "residence": {
        "sq": "Në cilin shtet jetoni?",
        "sr": "У којој земљи живите?",
        "en": "In which country do you live?",
    },
    "isco": {
        "sq": "Cili është kodi ISCO-08 i profesionit tuaj?",
        "sr": "Која је ISCO-08 шифра вашег занимања?",
        "en": "What is the ISCO-08 code of your occupation?",
    },
    "salary": {
        "sq": "Sa është paga bruto që ju ofrohet?",
        "sr": "Колика је бруто плата која вам се нуди?",
        "en": "What gross salary are you offered?",
    },
    "overstay": {
        "sq": "A keni qëndruar ndonjëherë në një shtet më gjatë se sa lejohej?",
        "sr": "Да ли сте некад остали у некој земљи дуже него што је дозвољено?",
        "en": "Have you ever stayed in a country longer than allowed?",
    },
    "pension_provision": {
        "sq": "A mund të dëshmoni se keni siguruar pension të mjaftueshëm?",
        "sr": "Можете ли да докажете да имате довољну пензију за старост?",
        "en": "Can you prove an adequate old-age pension?",
    },
    "spouse_qualifies": {
        "sq": "A i plotëson kushtet edhe bashkëshorti ose bashkëshortja dhe a aplikoni bashkë?",
        "sr": "Да ли и ваш супружник испуњава услове и пријављује се заједно са вама?",
        "en": "Does your spouse meet the conditions too and apply together with you?",
    },
    "de_stay_6m": {
        "sq": "A keni qenë ligjërisht në Gjermani gjashtë muaj rresht në pesë vitet e fundit?",
        "sr": "Да ли сте у последњих пет година законито били у Немачкој шест месеци без прекида?",
        "en": "Were you lawfully in Germany for six months without a break within the last five years?",
    },
    "experience_at_years": {
        "sq": "Sa nga këto vite keni punuar në Austri?",
        "sr": "Колико сте од тих година радили у Аустрији?",
        "en": "How many of these years did you work in Austria?",
    },
    "at_work_6m": {
        "sq": "A keni punuar gjashtë muaj në Austri?",
        "sr": "Да ли сте радили шест месеци у Аустрији?",
        "en": "Have you worked in Austria for six months?",
    },
    "at_studies_half": {
        "sq": "A e keni kryer gjysmën e studimeve në Austri?",
        "sr": "Да ли сте завршили половину студија у Аустрији?",
        "en": "Have you completed half of your studies in Austria?",
    },
    "at_studies_full": {
        "sq": "A i keni kryer studimet në Austri?",
        "sr": "Да ли сте завршили студије у Аустрији?",
        "en": "Did you complete your studies in Austria?",
    },
    "mint": {
        "sq": "A e keni diplomën në matematikë, informatikë, shkenca natyrore ose teknikë?",
        "sr": "Да ли је ваша диплома из математике, информатике, природних наука или технике?",
        "en": "Is your degree in mathematics, informatics, natural sciences or technology?",
    },
    "phd": {
        "sq": "A keni doktoraturë?",
        "sr": "Да ли имате докторат?",
        "en": "Do you hold a doctorate?",
    },
    "research": {
        "sq": "A keni patenta ose botime shkencore?",
        "sr": "Да ли имате патенте или научне радове?",
        "en": "Do you have patents or scientific publications?",
    },
    "awards": {
        "sq": "A keni çmime të njohura në profesion?",
        "sr": "Да ли имате признате награде у струци?",
        "en": "Do you have recognised prizes in your field?",
    },
    "job_offer.months": {
        "sq": "Sa muaj zgjat kontrata që ju ofrohet?",
        "sr": "Колико месеци траје уговор који вам се нуди?",
        "en": "How many months does the contract on offer last?",
    },
    "job_offer.occupation": {
        "sq": "Për cilin profesion është oferta?",
        "sr": "За које занимање је понуда?",
        "en": "For which occupation is the offer?",
    },
    "job_offer.isco": {
        "sq": "Cili është kodi ISCO-08 i punës së ofruar?",
        "sr": "Која је ISCO-08 шифра понуђеног посла?",
        "en": "What is the ISCO-08 code of the job on offer?",
    },
    "job_offer.tariff": {
        "sq": "A e ka punëdhënësi kontratë kolektive dhe a paguan sipas saj?",
        "sr": "Да ли послодавац има колективни уговор и плаћа по њему?",
        "en": "Does the employer have a collective agreement and pay by it?",
    },
    "job_offer.english_company": {
        "sq": "A flitet anglisht si gjuhë pune në firmë?",
        "sr": "Да ли је радни језик у фирми енглески?",
        "en": "Is English the language of the company?",
    },
    "leading_salary_50": {
        "sq": "A ka qenë paga juaj bruto vitin e kaluar, në pozitë drejtuese, nga 50.000 deri në 60.000 euro?",
        "sr": "Да ли је ваша бруто плата прошле године, на руководећем месту, била од 50.000 до 60.000 евра?",
        "en": "Was your gross pay last year, in a leading position, from 50,000 to 60,000 euros?",
    },
    "leading_salary_60": {
        "sq": "A ka qenë paga juaj bruto vitin e kaluar, në pozitë drejtuese, nga 60.000 deri në 70.000 euro?",
        "sr": "Да ли је ваша бруто плата прошле године, на руководећем месту, била од 60.000 до 70.000 евра?",
        "en": "Was your gross pay last year, in a leading position, from 60,000 to 70,000 euros?",
    },
    "leading_salary_70": {
        "sq": "A ka qenë paga juaj bruto vitin e kaluar, në pozitë drejtuese, mbi 70.000 euro?",
        "sr": "Да ли је ваша бруто плата прошле године, на руководећем месту, била преко 70.000 евра?",
        "en": "Was your gross pay last year, in a leading position, over 70,000 euros?",
    },
}


def topic(field: str) -> str:
    """The page of the self-check a field belongs to: languages, the offer with its pay, bans and benefits."""
    first = field.partition(".")[0]
    return _TOPICS.get(first, first)


_HOW_WELL: Texts = {
    "sq": "Sa {name} dini: aspak, A1, A2, B1, B2 apo më shumë?",
    "sr": "Колико знате {name}: нимало, A1, A2, B1, B2 или више?",
    "en": "How much {name} do you know: none, A1, A2, B1, B2 or more?",
}
_IS_RECOGNISED: Texts = {
    "sq": "A është njohur diploma juaj {where}: plotësisht, pjesërisht apo jo?",
    "sr": "Да ли је ваша диплома призната {where}: потпуно, делимично или не?",
    "en": "Is your diploma recognised {where}: fully, partially or not?",
}


def question_text(field: str, language: str) -> str:
    """The question for a field in one language; empty for a field that nobody is asked."""
    if field in _TEXTS:
        return _TEXTS[field][language]
    holder, _, key = field.partition(".")
    if holder == "languages" and key:
        return _HOW_WELL[language].format(name=LANGUAGE_NAMES.get(key, {}).get(language, f"({key})"))
    if holder == "recognition" and key:
        return _IS_RECOGNISED[language].format(where=in_country(key)[language])
    return ""
