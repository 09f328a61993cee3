"""What Django's own Albanian formats leave out. The others stay as Django has them."""

FIRST_DAY_OF_WEEK = 1  # Monday; Django falls back to Sunday
