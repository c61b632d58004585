"""A database or a disk that is not there for a while: a sentence, a number, what was typed."""

import errno
import json
import os
import socket
import sqlite3
from contextlib import contextmanager

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.urls import reverse

from programs.enums import Role
from programs.outages import BUSY, NO_ROOM, REFUSING, outage_of
from programs.views.errors import server_error
from tests.support.disks import small_disk
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pg]

LONG = "Đề nghị bổ sung ảnh.\n\nVà địa chỉ <sản xuất>."


@pytest.fixture
def asker(client):
    """The client of a signed-in administrator, who sees the answer to a fault as a browser does."""
    user = make_user(Role.PROVINCE_ADMIN)
    user.authenticator_set.create(type="totp", data={})
    client.force_login(user)
    client.raise_request_exception = False
    return client


@contextmanager
def locked():
    """Another process writes; the portal waits for a moment alone."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout=50")
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
    else:
        connection.cursor().execute("SET lock_timeout = '50ms'")
        other = psycopg2.connect(**_address())
        other.cursor().execute("LOCK TABLE django_session, programs_user")
    try:
        yield
    finally:
        other.close()
        connection.close()


def _address():
    facts = connection.get_connection_params()
    return {
        name: facts[name]
        for name in ("dbname", "user", "password", "host", "port")
        if name in facts
    }


@contextmanager
def stopped(monkeypatch, tmp_path):
    """Nobody listens where the database was; of SQLite, the folder is gone."""
    connection.close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        changes = (
            {"NAME": str(tmp_path / "gone" / "ocop.sqlite3")}
            if connection.vendor == "sqlite"
            else {"HOST": "127.0.0.1", "PORT": taken.getsockname()[1]}
        )
        with monkeypatch.context() as patch:
            for name, value in changes.items():
                patch.setitem(connection.settings_dict, name, value)
            yield
    connection.close()


@contextmanager
def restarted():
    """PostgreSQL ends all connections, as it does when it is stopped; the next one is let in."""
    connection.ensure_connection()
    with psycopg2.connect(**_address()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.get_backend_pid()])
    yield
    connection.close()


def invitation():
    return {"full_name": "Nguyễn Thị An", "note": LONG, "csrfmiddlewaretoken": "x" * 64}


def ask(client, **headers):
    return client.post(f"{reverse('programs:user_invite')}?tu=1", invitation(), headers=headers)


# --- What is told --------------------------------------------------------------------------------


@pytest.mark.parametrize("outage", ["locked", "stopped"])
def test_a_database_that_does_not_answer_is_told_with_the_number_of_the_request(
    asker, outage, monkeypatch, tmp_path
):
    with locked() if outage == "locked" else stopped(monkeypatch, tmp_path):
        answers = [ask(asker), asker.get("/")]

    for answer in answers:
        page = answer.content.decode()
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "Cơ sở dữ liệu đang bận hoặc tạm ngừng" in page
        assert f"Mã yêu cầu: {answer['X-Request-ID']}" in page
    assert asker.get("/").status_code == 200


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is a file and ends nothing")
def test_a_restart_of_the_database_costs_one_answer_and_no_more(asker):
    with restarted():
        assert asker.get("/").status_code in {200, 503}
    assert asker.get("/").status_code == 200


def test_a_script_gets_the_sentence_and_keeps_what_it_has(asker):
    with locked():
        answer = ask(asker, accept="application/json")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer["X-Request-ID"] in json.loads(answer.content)["message"]


# --- What is given back --------------------------------------------------------------------------


def test_what_was_typed_can_be_sent_again_as_it_was(asker):
    with locked():
        page = ask(asker).content.decode()

    assert f'action="{reverse("programs:user_invite")}?tu=1"' in page
    assert f'<input type="hidden" name="csrfmiddlewaretoken" value="{"x" * 64}">' in page
    assert '<input type="hidden" name="full_name" value="Nguyễn Thị An">' in page
    assert "\nĐề nghị bổ sung ảnh.\n\nVà địa chỉ &lt;sản xuất&gt;.</textarea>" in page


@pytest.mark.parametrize("page", ["account_login", "account_change_password"])
def test_nothing_secret_is_given_back(asker, page):
    with locked():
        answer = asker.post(
            reverse(page), {"login": "can.bo", "password": "bi-mat-123", "code": "99"}
        )

    assert answer.status_code == 503
    assert "bi-mat-123" not in answer.content.decode()
    assert "<form" not in answer.content.decode()


def test_a_password_is_given_back_nowhere(rf):
    request = rf.post("/quan-tri/", {"password1": "bi-mat-123", "name": "An"})

    page = told(request, OperationalError()).content.decode()

    assert 'value="An"' in page
    assert "bi-mat-123" not in page


def test_a_file_has_to_be_chosen_again(rf):
    request = rf.post("/", {"scan": SimpleUploadedFile("a.pdf", b"%PDF-"), "name": "An"})

    page = told(request, OperationalError()).content.decode()

    assert '<input type="file" name="scan"' in page
    assert 'enctype="multipart/form-data"' in page


# --- A full disk ---------------------------------------------------------------------------------


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_temporary_disk_that_is_full_is_told_and_pages_go_on(asker, settings, tmp_path, accept):
    asker.handler.enforce_csrf_checks = True  # which reads what is posted, as on a server
    url = reverse("programs:user_invite")
    token = str(asker.get(url).context["csrf_token"])
    with small_disk(tmp_path) as folder:
        settings.FILE_UPLOAD_TEMP_DIR = str(folder)
        posted = {
            "csrfmiddlewaretoken": token,
            "scan": SimpleUploadedFile("a.pdf", bytes(3 * 2**20)),
        }

        answer = asker.post(url, posted, headers={"accept": accept})

        assert os.listdir(folder) == []
    told = json.loads(answer.content)["message"] if "json" in accept else answer.content.decode()
    assert answer.status_code == 507
    assert "Máy chủ đã hết dung lượng" in told
    assert answer["X-Request-ID"] in told
    assert asker.get("/").status_code == 200


# --- What is an outage ---------------------------------------------------------------------------


def told(request, error):
    request.request_id = "0123"
    try:
        raise error
    except type(error):
        return server_error(request)


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OperationalError("database is locked"), BUSY),
        (InterfaceError("connection already closed"), BUSY),
        (InterfaceError("Error binding parameter 1"), None),
        (OSError(errno.ENOSPC, ""), NO_ROOM),
        (OSError(errno.EDQUOT, ""), NO_ROOM),
        (
            FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"),
            NO_ROOM,
        ),
        (OSError(errno.EROFS, ""), REFUSING),
        (FileNotFoundError(errno.ENOENT, "static/a.css"), None),
        (ValueError(), None),
    ],
)
def test_what_the_program_does_wrong_is_no_outage(error, outage):
    assert outage_of(error) == outage


def test_a_wrong_statement_is_a_fault_of_the_program():
    with pytest.raises(Exception, match="khong_co") as fault:
        connection.cursor().execute("SELECT 1 FROM khong_co")

    assert outage_of(fault.value) is None


def test_a_database_whose_disk_is_full_has_no_room(tmp_path):
    with small_disk(tmp_path) as folder:
        database = sqlite3.connect(folder / "a.sqlite3")
        database.execute("CREATE TABLE a (b BLOB)")
        with pytest.raises(sqlite3.OperationalError) as full:
            database.execute("INSERT INTO a VALUES (zeroblob(3000000))")
        database.close()

    error = OperationalError()
    error.__cause__ = full.value
    assert outage_of(error) == NO_ROOM
