"""The languages we write in. Serbian stands in Cyrillic; its Latin form is produced from it."""

LANGUAGES = ("sq", "sr", "en")
