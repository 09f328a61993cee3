"""What several site processes must share to answer each message once. No name, no number, no text of a person."""

from django.db import models


class Received(models.Model):
    """A message that reached us, by a keyed hash of its id: providers send again what they think was lost."""

    class State(models.TextChoices):
        """`claimed`: somebody is answering it. `waiting`: the next to receive it answers it. `done`: answered."""

        CLAIMED = "claimed"
        WAITING = "waiting"
        DONE = "done"

    key = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CLAIMED)
    claimed_at = models.DateTimeField(db_index=True)
    # What of the reply hasn't left yet, without whom it is for: when the message comes again, only this is sent.
    unsent = models.JSONField(default=list)

    def __str__(self):
        return f"{self.key[:8]} {self.state}"


class Correspondence(models.Model):
    """Where a person's conversation stands, by a keyed hash of who they are at the provider; forgotten after an hour."""

    key = models.CharField(max_length=64, primary_key=True)
    state = models.JSONField(default=dict)
    touched_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.key[:8]
