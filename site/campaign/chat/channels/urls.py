"""`/channels/<name>/`"""

from django.urls import path

from .views import webhook

urlpatterns = [path("<slug:name>/", webhook, name="channel")]
