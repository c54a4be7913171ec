"""The pages of complaints: who sees which, what can be done there, and how nonsense is answered."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.rules import Role
from calls.models import Call
from calls.services.holding import take_over
from complaints import services
from complaints.models import Complaint, Evidence
from complaints.rules import About, How, State
from programmes.types import Programme
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import Desk
from tests.calls.past import past_call
from tests.complaints.factories import AT, answered, complained
from tests.html import assert_valid_html, text_of
from tests.providers.factories import ContractFactory, ProviderFactory, SpocFactory

pytestmark = pytest.mark.django_db
SIGNED_IN = 4  # the session, the person, the device, the outage
TYPED = {"about": "agent", "programme": "wp", "what": "The agent hung up.", "wants": "An apology"}


def shown(client: Client, address: str) -> str:
    return text_of(assert_valid_html(client.get(address, follow=True)))


def signed_in(role: Role) -> Client:
    return sign_in(Client(), UserFactory(role=role))


def entered(prime_id: int, **changed: object) -> dict[str, object]:
    day = {"received_on_day": "20", "received_on_month": "11", "received_on_year": "2026"}
    return TYPED | {"prime": prime_id, "contact": "Mary Poole", "how": How.TELEPHONE.value} | day | changed


@pytest.mark.usefixtures("open_hours")
class TestWords:
    @pytest.mark.req("P1", "G1")
    def test_a_spoc_chooses_among_the_programmes_of_its_own_prime(self) -> None:
        prime = ContractFactory().prime
        client = sign_in(Client(), SpocFactory(prime=prime).user)
        for address in ("/complaints/mine/add/", "/complaints/mine/"):
            main = text_of(assert_valid_html(client.get(address)).find(".//main"))
            assert "Work Programme" in main
            assert "Mandatory Work Activity" not in main
        other = TYPED | {"programme": Programme.MANDATORY_WORK_ACTIVITY.value}
        assert b"Select one of the answers" in client.post("/complaints/mine/add/", other).content
        ContractFactory(
            prime=prime, programme=Programme.MANDATORY_WORK_ACTIVITY.value, ends_on=AT.date() - timedelta(days=1)
        )
        assert "Mandatory Work Activity" in shown(client, "/complaints/mine/add/")

    @pytest.mark.req("K3")
    def test_the_performance_manager_is_yours_to_a_spoc_alone(self) -> None:
        complaint = complained(about=About.SERVICE)
        assert "The provider's DWP performance manager" in shown(signed_in(Role.BMT), f"/complaints/{complaint.pk}/")
        own = sign_in(Client(), SpocFactory(prime=complaint.prime).user)
        assert "Your DWP performance manager" in shown(own, f"/complaints/mine/{complaint.pk}/")


@pytest.mark.usefixtures("open_hours")
class TestEntering:
    @pytest.mark.req("K1")
    def test_a_team_leader_enters_answers_and_closes(self) -> None:
        prime, client = ProviderFactory(prime=True), signed_in(Role.TEAM_LEADER)
        page = client.post("/complaints/add/", entered(prime.pk), follow=True)
        assert "is on record" in text_of(assert_valid_html(page))
        complaint = Complaint.objects.get()
        day = {"answered_on_day": "20", "answered_on_month": "11", "answered_on_year": "2026"}
        said = {"answer": "We are sorry.", "owner": "Ann Manager", "satisfied": "yes", "stage": 1, **day}
        page = client.post(f"/complaints/{complaint.pk}/answer/", said, follow=True)
        assert "The provider is satisfied." in text_of(assert_valid_html(page))
        assert complaint.state is State.CLOSED

    @pytest.mark.req("K2")
    def test_an_answer_is_never_put_under_a_stage_that_its_page_was_not_about(self) -> None:
        complaint, client = complained(programme=Programme.MANDATORY_WORK_ACTIVITY), signed_in(Role.TEAM_LEADER)
        assert b'name="stage" value="1"' in client.get(f"/complaints/{complaint.pk}/answer/").content
        answered(complaint, by=Role.AGENT, satisfied=False)  # meanwhile; the team leader's own stage is open now
        day = {"answered_on_day": "20", "answered_on_month": "11", "answered_on_year": "2026"}
        said = {"answer": "The agent says sorry.", "owner": "Sam", "satisfied": "yes", "stage": 1, **day}
        late = client.post(f"/complaints/{complaint.pk}/answer/", said, follow=True)
        assert "Somebody else has done that" in text_of(assert_valid_html(late))
        assert complaint.stages.get(number=2).answer is None
        lost = client.post(f"/complaints/{complaint.pk}/answer/", said | {"stage": ""})
        assert "This page is not whole" in text_of(assert_valid_html(lost))

    @pytest.mark.req("K1")
    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"what": ""}, "Enter what happened"),
            ({"what": "About PP 10 00 01 A."}, "Leave out National Insurance numbers"),
            ({"prime": "999999"}, "Select one of the answers"),
            ({"call": "no such"}, "The reference must be 8 letters and digits"),
            ({"call": "ABCD2345"}, "No call of this provider has this reference"),
            ({"received_on_year": "2027"}, "The date must be today or in the past"),
            ({"received_on_year": "1926"}, "The date must be after May 2011"),
            ({"about": "weather"}, "Select one of the answers"),
            ({"wants": "An apology" * 201}, "“What should be done about it?” must be 2,000 characters or fewer"),
        ],
        ids=["nothing", "a number", "no prime", "bad call", "no call", "future", "long ago", "about nothing", "long"],
    )
    def test_nonsense_is_answered_and_nothing_typed_is_lost(self, changed: dict[str, object], message: str) -> None:
        typed = entered(ProviderFactory(prime=True).pk, **changed)
        response = signed_in(Role.BMT).post("/complaints/add/", typed)
        assert message in text_of(assert_valid_html(response))
        assert b"An apology" in response.content
        assert not Complaint.objects.exists()

    @pytest.mark.req("K2")
    def test_a_complaint_is_not_about_a_call_of_the_other_programme(self) -> None:
        desk = Desk().open().caller()
        typed = entered(Call.objects.get(ref=desk.ref).prime_id, call=desk.ref)
        client = signed_in(Role.BMT)
        refused = client.post("/complaints/add/", typed | {"programme": "mwa"})
        assert "This call was about Work Programme. Change the programme" in text_of(assert_valid_html(refused))
        assert not Complaint.objects.exists()
        client.post("/complaints/add/", typed)
        assert Complaint.objects.get().call.ref == desk.ref

    @pytest.mark.req("K3")
    def test_a_file_that_a_page_cannot_keep_is_asked_for_again(self) -> None:
        client, prime = signed_in(Role.BMT), ProviderFactory(prime=True)
        for changed, told in (({"what": ""}, True), ({}, False)):
            file = SimpleUploadedFile("waits.txt", b"an hour")
            response = client.post("/complaints/add/", entered(prime.pk, evidence=file, **changed), follow=True)
            assert ("Select the file again" in text_of(assert_valid_html(response))) is told
        assert Evidence.objects.count() == 1

    @pytest.mark.req("K3")
    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("run.exe", b"MZ", "The file must be a document, a list or a picture"),
            ("empty.pdf", b"", "The file that you selected is empty"),
            ("big.pdf", b"x" * (services.LARGEST_FILE + 1), "The file must be 5 MB or smaller"),
        ],
        ids=["program", "empty", "big"],
    )
    def test_a_file_that_is_no_evidence_is_refused(self, name: str, content: bytes, message: str) -> None:
        typed = entered(ProviderFactory(prime=True).pk, evidence=SimpleUploadedFile(name, content))
        assert message in text_of(assert_valid_html(signed_in(Role.BMT).post("/complaints/add/", typed)))

    @pytest.mark.req("K1")
    def test_an_answer_before_the_complaint_is_refused(self) -> None:
        complaint = complained()
        day = {"answered_on_day": "19", "answered_on_month": "11", "answered_on_year": "2026"}
        said = {"answer": "We are sorry.", "owner": "Ann Manager", "satisfied": "yes", "stage": 1, **day}
        page = signed_in(Role.TEAM_LEADER).post(f"/complaints/{complaint.pk}/answer/", said)
        assert "The date must not be before the complaint came" in text_of(assert_valid_html(page))
        assert complaint.state is State.OPEN

    @pytest.mark.req("K3")
    def test_a_complaint_sent_twice_keeps_its_file_once(self) -> None:
        client, token = signed_in(Role.BMT), uuid4()
        prime = ProviderFactory(prime=True)
        for _ in range(2):
            file = SimpleUploadedFile("waits.txt", b"an hour")
            client.post("/complaints/add/", entered(prime.pk, about="service", token=token, evidence=file))
        assert Evidence.objects.count() == Complaint.objects.count() == 1

    @pytest.mark.req("K3")
    def test_evidence_comes_back_as_bytes_to_keep(self) -> None:
        file = SimpleUploadedFile("wäits.html.txt", b"<script>alert(1)</script>")
        client = signed_in(Role.BMT)
        client.post("/complaints/add/", entered(ProviderFactory(prime=True).pk, evidence=file, about="service"))
        kept = Evidence.objects.get()
        response = client.get(f"/complaints/{kept.complaint_id}/evidence/{kept.pk}/")
        assert response.content == b"<script>alert(1)</script>"
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.usefixtures("open_hours")
class TestWhoSeesWhich:
    @pytest.mark.req("K1", "K3")
    def test_each_role_sees_what_it_deals_with(self) -> None:
        agents, service = complained(about=About.AGENT), complained(about=About.SERVICE)
        seen = {
            role: [
                complaint.pk
                for complaint in (agents, service)
                if signed_in(role).get(f"/complaints/{complaint.pk}/").status_code == 200
            ]
            for role in (Role.AGENT, Role.TEAM_LEADER, Role.BMT, Role.PERFORMANCE_MANAGER, Role.AUDITOR)
        }
        assert seen == {
            Role.AGENT: [], Role.TEAM_LEADER: [agents.pk], Role.BMT: [agents.pk, service.pk],
            Role.PERFORMANCE_MANAGER: [service.pk], Role.AUDITOR: [agents.pk, service.pk],
        }  # fmt: skip

    @pytest.mark.req("K1")
    def test_nobody_reads_or_answers_a_complaint_about_their_own_call(self) -> None:
        desk = Desk(agent=UserFactory(role=Role.TEAM_LEADER)).open().caller()
        complaint = complained(prime_id=desk.on.prime.pk, call_ref=desk.call.ref)
        assert complaint.call == desk.call
        assert desk.client.get(f"/complaints/{complaint.pk}/").status_code == 404
        with pytest.raises(services.NotYours):
            answered(complaint, by=Role.TEAM_LEADER, actor=desk.agent)
        answered(complaint, by=Role.TEAM_LEADER)

    @pytest.mark.req("K1")
    def test_nor_about_a_call_that_they_handed_to_somebody_else(self) -> None:
        desk = Desk(agent=UserFactory(role=Role.TEAM_LEADER)).open().caller()
        other, uncalled = UserFactory(role=Role.TEAM_LEADER), complained()
        take_over(ref=desk.call.ref, leader=other, at=AT)
        complaint = complained(prime_id=desk.on.prime.pk, call_ref=desk.call.ref)
        assert desk.client.get(f"/complaints/{complaint.pk}/").status_code == 404
        assert desk.client.get(f"/complaints/{uncalled.pk}/").status_code == 200
        for held in (desk.agent, other):
            with pytest.raises(services.NotYours):
                answered(complaint, by=Role.TEAM_LEADER, actor=held)

    @pytest.mark.req("K1")
    def test_whoever_is_complained_of_does_not_close_it_by_saying_that_the_provider_is_satisfied(self) -> None:
        desk = Desk().open().caller()
        complaint = complained(prime_id=desk.on.prime.pk, call_ref=desk.call.ref, actor=desk.agent)
        answered(complaint, by=Role.TEAM_LEADER)
        said = {"satisfied": "yes", "stage": 1}
        own = desk.client.post(f"/complaints/{complaint.pk}/settle/", said, follow=True)
        assert "It is about your own call" in text_of(assert_valid_html(own))
        assert complaint.state is State.ANSWERED
        signed_in(Role.TEAM_LEADER).post(f"/complaints/{complaint.pk}/settle/", said)
        assert Complaint.objects.get().state is State.CLOSED

    @pytest.mark.req("G1", "K1")
    def test_a_spoc_sees_its_own_organisations_and_no_other(self) -> None:
        spoc, other = SpocFactory(), SpocFactory()
        theirs = complained(prime_id=other.prime_id)
        client = sign_in(Client(), spoc.user)
        sent = client.post("/complaints/mine/add/", TYPED, follow=True)
        assert "Your complaint is sent" in text_of(assert_valid_html(sent))
        own = Complaint.objects.get(prime=spoc.prime_id)
        assert f"Complaint {own.pk}" in shown(client, "/complaints/mine/")
        for address in (f"/complaints/mine/{theirs.pk}/", f"/complaints/mine/{theirs.pk}/settle/"):
            assert client.get(address).status_code == 404
        assert client.post(f"/complaints/mine/{theirs.pk}/settle/", {"satisfied": "yes", "stage": 1}).status_code == 404

    @pytest.mark.req("G1", "K1")
    def test_a_call_is_named_by_the_prime_that_it_was_made_for_and_no_other(self) -> None:
        desk = Desk().open().caller()
        own, other = SpocFactory(prime=desk.on.prime), SpocFactory()
        refused = sign_in(Client(), other.user).post("/complaints/mine/add/", TYPED | {"call": desk.call.ref})
        assert "No call of this provider has this reference" in text_of(assert_valid_html(refused))
        sign_in(Client(), own.user).post("/complaints/mine/add/", TYPED | {"call": desk.call.ref.lower()})
        assert Complaint.objects.get().call == desk.call

    @pytest.mark.req("K2")
    def test_a_spoc_who_is_not_satisfied_takes_it_further(self) -> None:
        spoc = SpocFactory()
        complaint = complained(
            prime_id=spoc.prime_id, actor=spoc.user, how=How.PORTAL, programme=Programme.MANDATORY_WORK_ACTIVITY
        )
        answered(complaint, by=Role.AGENT)
        client = sign_in(Client(), spoc.user)
        assert "1 answer to your complaint" in shown(client, "/desk/")
        assert "the next stage: A team leader." in shown(client, f"/complaints/mine/{complaint.pk}/settle/")
        said = {"satisfied": "no", "stage": 1}
        page = client.post(f"/complaints/mine/{complaint.pk}/settle/", said, follow=True)
        assert "Waits for an answer" in text_of(assert_valid_html(page))
        late = client.post(f"/complaints/mine/{complaint.pk}/settle/", said, follow=True)
        assert "Somebody else has done that" in text_of(assert_valid_html(late))
        assert complaint.stages.count() == 2

    @pytest.mark.req("K1")
    def test_nobody_says_for_a_spoc_that_it_is_satisfied(self) -> None:
        spoc = SpocFactory()
        complaint = complained(prime_id=spoc.prime_id, actor=spoc.user, how=How.PORTAL)
        client = signed_in(Role.TEAM_LEADER)
        assert "Is the provider satisfied?" not in shown(client, f"/complaints/{complaint.pk}/answer/")
        with pytest.raises(services.NotYours):
            answered(complaint, by=Role.TEAM_LEADER, satisfied=True)
        answered(complaint, by=Role.TEAM_LEADER)
        said = {"satisfied": "yes", "stage": 1}
        page = client.post(f"/complaints/{complaint.pk}/settle/", said, follow=True)
        assert "The SPoC who complained says on its own page" in text_of(assert_valid_html(page))
        assert complaint.state is State.ANSWERED
        services.settle(complaint_id=complaint.pk, number=1, satisfied=False, actor=spoc.user, at=AT)
        assert complaint.state is State.OPEN

    @pytest.mark.req("K2")
    def test_the_template_is_printed_sent_and_then_answered(self) -> None:
        complaint = complained(programme=Programme.MANDATORY_WORK_ACTIVITY)
        answered(complaint, by=Role.AGENT, satisfied=False)
        answered(complaint, by=Role.TEAM_LEADER, satisfied=False)
        client = signed_in(Role.BMT)
        assert "1 complaint waits for an answer" in shown(client, "/desk/")
        assert "Complaints template" in shown(client, f"/complaints/{complaint.pk}/")
        assert "This stage is not yours" in shown(client, f"/complaints/{complaint.pk}/answer/")
        day = {"sent_on_day": "20", "sent_on_month": "11", "sent_on_year": "2026"}
        page = client.post(f"/complaints/{complaint.pk}/template/", day, follow=True)
        assert "Record the answer" in text_of(assert_valid_html(page))


@pytest.mark.req("G1")
@pytest.mark.usefixtures("open_hours")
def test_a_call_that_was_refused_for_want_of_a_contract_can_be_complained_about() -> None:
    prime = ContractFactory(programme="wp").prime
    client = sign_in(Client(), SpocFactory(prime=prime).user)
    call = past_call(
        ref="BCDFGHJK", holder=UserFactory(), programme="mwa", opened_at=AT, ended_at=AT, outcome="not_eligible",
        prime=prime, eligible=False, reasons_against=["NO_CONTRACT"],
    )  # fmt: skip
    sent = client.post("/complaints/mine/add/", TYPED | {"programme": "mwa", "call": call.ref})
    assert sent.status_code == 302
    assert Complaint.objects.get().call == call


@pytest.mark.usefixtures("open_hours")
@pytest.mark.parametrize("many", [1, 6])
def test_a_list_takes_the_same_number_of_queries(many: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    spoc = SpocFactory()
    for _ in range(many):
        complained(prime_id=spoc.prime_id)
    client, own = signed_in(Role.BMT), sign_in(Client(), spoc.user)
    client.get("/complaints/"), own.get("/complaints/mine/")
    with django_assert_num_queries(SIGNED_IN + 3):
        client.get("/complaints/")
    with django_assert_num_queries(SIGNED_IN + 5):  # one for the programmes that its prime has contracts for
        own.get("/complaints/mine/")
    assert AT
