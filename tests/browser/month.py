"""A month of codes under a moving clock: beat, the workers and a real mail server, for journeys through its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import time_machine
from playwright.sync_api import Page

from accesscodes import sealing, services
from accesscodes.models import Copy
from accesscodes.rules.calendar import LONDON, Issue, issue_after
from accesscodes.rules.copies import How
from accesscodes.tasks import run_what_is_due
from core import clock
from providers.models import Spoc
from tests.accesscodes.post import deliver, document_of, opened, unlock_code_in
from tests.browser import axe
from tests.notices.post_office import Letter, PostOffice, open_post_office

NINE, TEN = time(9, 5), time(10, 5)
WEDNESDAY, THURSDAY, FRIDAY, MONDAY = 0, 1, 2, 5


@dataclass
class Month:
    """The clock, the post, and the issue whose month it is."""

    traveller: time_machine.Traveller
    office: PostOffice
    issue: Issue

    def on(self, day: int, moment: time = NINE) -> None:
        """Go to that many days after the issue's Wednesday."""
        self.traveller.move_to(datetime.combine(self.issue.issued_on + timedelta(days=day), moment, LONDON))

    def work(self) -> None:
        """Beat comes by, and the workers empty the outbox."""
        run_what_is_due()
        deliver()

    def begin(self, *spocs: Spoc) -> None:
        """The month before is over and done: everybody has its code and has acknowledged it."""
        self.on(-7)
        self.work()
        for spoc in spocs:
            copy = Copy.objects.get(spoc=spoc)
            services.acknowledge(copy_id=copy.pk, how=How.PORTAL, at=clock.now(), actor=spoc.user)
        deliver()
        self.office.letters.clear()

    def letters_to(self, spoc: Spoc) -> list[Letter]:
        return [letter for letter in self.office.letters if letter.to == spoc.user.email]

    def code_read_by(self, spoc: Spoc) -> str:
        """The code as this SPoC finds it: the newest document, opened with what the newest unlock email says."""
        letters = self.letters_to(spoc)
        document = next(letter for letter in reversed(letters) if list(letter.email.iter_attachments()))
        unlock = next(letter for letter in reversed(letters) if "the unlock code" in str(letter.email["Subject"]))
        return opened(document_of(document), unlock_code_in(unlock)).splitlines()[3]


@contextmanager
def month_of_codes() -> Iterator[Month]:
    """The month that comes next: a browser keeps cookies by its own clock, which does not go along far."""
    issue = issue_after(clock.now())
    with open_post_office() as office, time_machine.travel(clock.now()) as traveller:
        yield Month(traveller, office, issue)


def look(page: Page, name: str) -> None:
    """As axe sees it, as a person sees it, and without a secret in it."""
    axe.look(page, name)
    shown = page.content()
    for copy in Copy.objects.select_related("code"):
        assert sealing.unseal(copy.code) not in shown
        assert sealing.unseal_unlock_code(copy) not in shown
