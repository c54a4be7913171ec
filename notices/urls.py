"""The outbox, and in a demonstration what its mail catcher took in."""

from django.urls import path

from .views import outbox, sent_mail

app_name = "notices"
urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("sent-mail/", sent_mail.letters, name="sent-mail"),
    path("sent-mail/<slug:name>/", sent_mail.letter, name="letter"),
    path("sent-mail/<slug:name>/<int:number>/", sent_mail.attachment, name="attachment"),
    path("<row:notice_id>/<slug:deed>/", outbox.decide, name="decide"),
]
