"""`make password`: a new random password for the editor's login, shown once."""

import secrets
import sys

from tools.environments import Trouble
from tools.preparation import manage

if __name__ == "__main__":
    password = secrets.token_urlsafe(12)
    try:
        manage("first_login", "--reset", FIRST_PASSWORD=password)
    except Trouble as trouble:
        sys.exit(str(trouble))
    print(f"name editor, password {password}")
