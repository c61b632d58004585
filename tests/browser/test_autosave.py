"""Saving while somebody types (autosave.js) in a browser, against a server that a test plays."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.utils import timezone

from tests.support.browser import awaited

pytestmark = pytest.mark.browser
ORIGIN = "http://autosave.test"
SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "autosave.js"
SAVED = (200, {"at": "09:00"})
# A page that saves one text after the other, and notes what becomes of each.
STORE = """async () => {
    const { Autosave } = await import("/autosave.js");
    window.told = [];
    window.store = new (class extends Autosave {
        texts = [];
        get isClean() { return !this.texts.length && !this.waiting && !this.failed; }
        type(text) { this.texts.push(text); this.hurry(); }
        next() {
            const text = this.texts.shift();
            return text && { name: "save", fields: { text } };
        }
        accept({ fields }) { told.push(`saved ${fields.text}`); }
        refuse({ fields }, theirs) { told.push(`of ${fields.text} others say ${theirs}`); }
        stall({ fields }) { told.push(`kept ${fields.text}`); }
        drop({ fields }) { told.push(`dropped ${fields.text}`); return true; }
        takeUp() { return false; }
        begin() {}
        idle() {}
        show() {}
    })({ url: "/sheet/", csrf: "first" });
}"""


class Server:
    """Answers a page's saves in their order: (status, JSON), "lost", or "late" to answer later."""

    def __init__(self, page, *answers):
        self.page, self.answers, self.csrf = page, list(answers), "first"
        self.posts, self.late = [], []
        page.clock.install()
        page.route("**/*", self.answer)
        page.goto(ORIGIN)
        page.evaluate(STORE)

    def answer(self, route):
        path = route.request.url.removeprefix(ORIGIN)
        if path == "/autosave.js":
            route.fulfill(path=SCRIPT, content_type="text/javascript")
        elif path == "/sheet/":
            route.fulfill(json={"csrf": self.csrf})
        elif path == "/sheet/save/":
            self.save(route)
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    def save(self, route):
        sent = {"csrf": route.request.headers["x-csrftoken"]}
        self.posts.append(sent | dict(parse_qsl(route.request.post_data)))
        answer = self.answers.pop(0) if self.answers else SAVED
        if answer == "lost":
            route.abort()
        elif answer == "late":
            self.late.append(route)
        else:
            fulfil(route, *answer)

    def type(self, *texts):
        for text in texts:
            self.page.evaluate("text => store.type(text)", text)

    def tells(self, *words):
        """What the page was told, once it was told so much."""
        self.page.wait_for_function(f"told.length >= {len(words)}")
        assert self.page.evaluate("told") == list(words)

    def sent(self, name):
        return [post[name] for post in self.posts]


def fulfil(route, status, answer):
    if answer is None:
        route.fulfill(status=status, body="<!doctype html>", content_type="text/html")
    else:
        route.fulfill(status=status, json=answer)


@pytest.fixture
def play(open_page):
    return lambda *answers: Server(open_page(ORIGIN), *answers)


def test_what_is_typed_meanwhile_waits_for_the_answer_and_keeps_its_place(play):
    server = play("late")
    server.type("một", "hai", "ba")
    server.page.wait_for_function("store.waiting")
    server.page.wait_for_timeout(50)
    assert server.sent("text") == ["một"]

    fulfil(server.late.pop(), *SAVED)

    server.tells("saved một", "saved hai", "saved ba")
    assert server.sent("text") == ["một", "hai", "ba"]
    assert len(set(server.sent("form_key"))) == 3


@pytest.mark.parametrize("fault", ["lost", (500, None), (503, {"message": "Bận."})])
def test_what_did_not_get_through_is_sent_again_by_itself_under_the_same_key(play, fault):
    server = play(fault)
    with awaited(server.page, "ERR_FAILED|50[03]"):
        server.type("một")
        server.tells("kept một")
        assert server.page.evaluate("store.message")

        server.page.clock.fast_forward(10_000)

        server.tells("kept một", "saved một")
    assert server.sent("text") == ["một", "một"]
    assert len(set(server.sent("form_key"))) == 1
    assert server.page.evaluate("store.message") == ""


def test_what_did_not_get_through_goes_before_what_is_typed_later(play):
    server = play("lost")
    with awaited(server.page, "ERR_FAILED"):
        server.type("một")
        server.tells("kept một")

        server.type("hai")

        server.tells("kept một", "saved một", "saved hai")
    assert server.sent("text") == ["một", "một", "hai"]
    first, again, later = server.sent("form_key")
    assert first == again != later


def test_once_the_network_is_back_nothing_waits_for_the_next_try(play):
    server = play("lost")
    server.page.clock.pause_at(timezone.now() + timedelta(minutes=1))
    with awaited(server.page, "ERR_FAILED"):
        server.type("một")
        server.page.clock.run_for(1)
        server.tells("kept một")

        server.page.evaluate("dispatchEvent(new Event('online'))")
        server.page.clock.run_for(1)

        server.tells("kept một", "saved một")


def test_a_token_that_a_new_sign_in_has_changed_is_renewed_in_the_same_save(play):
    server = play((403, None))
    server.csrf = "second"
    with awaited(server.page, "403"):
        server.type("một", "hai")

        server.tells("saved một", "saved hai")
    assert server.sent("csrf") == ["first", "second", "second"]
    assert server.sent("form_key")[0] == server.sent("form_key")[1]


def test_without_a_session_what_was_typed_is_kept_until_there_is_one(play):
    server = play((403, None))
    with awaited(server.page, "403"):
        server.type("một")
        server.tells("kept một")
        assert "Phiên làm việc đã hết" in server.page.evaluate("store.message")
        assert not server.page.evaluate("store.isClean")

        server.page.evaluate("store.retry()")

        server.tells("kept một", "saved một")
    assert server.page.evaluate("store.isClean")


def test_where_others_were_quicker_the_page_is_told_what_they_say_and_goes_on(play):
    server = play((409, {"message": "Người khác đã sửa.", "theirs": "của họ"}))
    with awaited(server.page, "409"):
        server.type("một", "hai")

        server.tells("of một others say của họ", "saved hai")
    assert server.sent("text") == ["một", "hai"]


def test_what_is_wrong_as_it_is_does_not_stand_in_the_way_of_the_next(play):
    server = play((422, {"message": "Dài quá."}))
    with awaited(server.page, "422"):
        server.type("một", "hai")

        server.tells("dropped một", "saved hai")
    assert server.sent("text") == ["một", "hai"]


@pytest.mark.parametrize("status", [403, 409])
def test_where_nothing_may_be_saved_any_more_nothing_is_sent_and_nothing_lost(play, status):
    server = play((status, {"message": "Kế hoạch đã gửi tỉnh."}))
    with awaited(server.page, str(status)):
        server.type("một")
        server.tells("kept một")
    server.type("hai")
    server.page.clock.fast_forward(60_000)
    server.page.wait_for_timeout(50)

    assert server.sent("text") == ["một"]
    assert server.page.evaluate("store.closed") == "Kế hoạch đã gửi tỉnh."
    assert server.page.evaluate("store.texts") == ["hai"]


def test_a_page_is_not_left_by_accident_while_something_is_unsaved(play):
    leaves = """() => dispatchEvent(new Event("beforeunload", { cancelable: true }))"""
    server = play("late")
    assert server.page.evaluate(leaves)

    server.type("một")
    server.page.wait_for_function("store.waiting")
    assert not server.page.evaluate(leaves)

    fulfil(server.late.pop(), *SAVED)
    server.tells("saved một")
    server.page.wait_for_function("store.isClean")
    assert server.page.evaluate(leaves)
