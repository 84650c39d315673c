"""A person and an officer write to each other through the portal."""

from sqlalchemy import func, select, text

from app.features.dossiers.mirror.exchange import DossierMessage
from app.features.notices.models import Notice
from app.jobs.cursors import FeedCursor
from app.jobs.outbox import OutboxMessage
from app.jobs.quarantine import QuarantinedItem

FORM = "#message-form"


def count(world, of, *where):
    with world.database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(of).where(*where))


def write(visit, send, code, words="Tôi nộp bản chính ở đâu?"):
    return send(visit(f"/vi/dossiers/{code}/messages"), {"text": words}, form=FORM)


def test_on_an_old_page_the_same_words_are_sent_once_and_other_words_are_another_message(visit, send, code):
    page = visit(f"/vi/dossiers/{code}/messages")

    for words in ("Tôi nộp ở đâu?", "Tôi nộp ở đâu?", "Và khi nào?"):
        said = send(page, {"text": words}, form=FORM)

    assert sorted(said.texts(".talk__mine .talk__text")) == ["Tôi nộp ở đâu?", "Và khi nào?"]


def test_what_another_window_could_not_send_never_takes_the_place_of_what_is_sent(visit, send, client, code):
    page = visit(f"/vi/dossiers/{code}/messages")
    refused = client.post(page.url, data={"text": "Từ cửa sổ cũ", "csrf_token": "cũ"})

    said = send(page, {"text": "Từ cửa sổ mới"}, form=FORM)

    assert refused.status_code == 400
    assert said.texts(".talk__mine .talk__text") == ["Từ cửa sổ mới"]
    assert said.values(FORM)["text"].strip() == "Từ cửa sổ cũ"


def test_a_message_goes_out_is_delivered_and_read(visit, send, deliver, stage, code):
    page = write(visit, send, code)
    assert "đang gửi tới cơ quan" in page.one(".talk__mine").text

    deliver()
    assert "đã đến cơ quan" in visit(f"/vi/dossiers/{code}/messages").one(".talk__mine").text
    with stage.letters() as desk:
        assert [said.text for said in desk.thread(code)] == ["Tôi nộp bản chính ở đâu?"]
        desk.mark_read(code)
    deliver()

    assert "cán bộ đã đọc" in visit(f"/vi/dossiers/{code}/messages").one(".talk__mine").text


def test_an_officers_answer_is_announced_until_it_was_seen(visit, send, deliver, stage, code, world):
    write(visit, send, code)
    deliver()
    with stage.letters(officer="Đỗ Thu Hà") as desk:
        desk.write(code, {"vi": "Tại Bộ phận Một cửa.", "en": "At the one-stop desk."})
    deliver()

    assert "Đọc 1 tin nhắn mới" in visit(f"/vi/dossiers/{code}").text
    page = visit(f"/en/dossiers/{code}/messages")
    assert "At the one-stop desk." in page.text
    assert "Đỗ Thu Hà" in page.text
    assert "mới" not in visit(f"/vi/dossiers/{code}/messages").texts(".talk .tag")
    assert "tin nhắn mới" not in visit(f"/vi/dossiers/{code}").text
    assert count(world, Notice, Notice.kind == "asked") == 1


def test_the_same_form_sent_twice_is_one_message(visit, send, deliver, stage, code):
    page = visit(f"/vi/dossiers/{code}/messages")

    send(page, {"text": "Một lần"}, form=FORM)
    send(page, {"text": "Một lần"}, form=FORM)
    deliver()

    with stage.letters() as desk:
        assert [said.text for said in desk.thread(code)] == ["Một lần"]


def test_a_lost_answer_does_not_double_a_message(visit, send, deliver, stage, code, clock):
    with stage.failures() as failures:
        failures.turn_on("applications", "lost_response", times=1)
    write(visit, send, code)
    deliver()
    clock.move(minutes=5)
    deliver()

    with stage.letters() as desk:
        assert len(desk.thread(code)) == 1
    assert "đã đến cơ quan" in visit(f"/vi/dossiers/{code}/messages").text


def test_items_that_come_again_are_kept_once(visit, deliver, stage, code, world):
    with stage.letters() as desk:
        desk.write(code, "Chào bạn")
    deliver()
    with world.database.transaction() as session:
        session.execute(text("UPDATE feed_cursor SET cursor = '' WHERE feed = 'correspondence'"))
        session.commit()
    deliver()

    assert count(world, DossierMessage) == 1
    assert count(world, QuarantinedItem) == 0
    assert count(world, Notice, Notice.kind == "asked") == 1


def test_what_the_feed_has_left_out_is_read_with_all_of_it_again(stage, code, world):
    world.deliver("correspondence")
    with stage.letters() as desk:
        desk.write(code, "Chào bạn")
    with world.database.transaction() as session:
        session.merge(FeedCursor(feed="correspondence", cursor="999", moved_at=world.clock()))
        session.commit()
    world.deliver("correspondence")
    missing = count(world, DossierMessage)

    world.deliver("correspondence-again")
    world.deliver("correspondence-again")

    assert (missing, count(world, DossierMessage)) == (0, 1)
    assert count(world, Notice, Notice.kind == "asked") == 1


def test_nothing_and_too_much_are_refused_in_words_and_kept(visit, send, code):
    page = visit(f"/vi/dossiers/{code}/messages")

    empty = send(page, {"text": "   "}, form=FORM, status=422)
    long = send(page, {"text": "a" * 4001}, form=FORM, status=422)

    assert empty.errors == {"text": "Hãy viết tin nhắn."}
    assert long.errors == {"text": "Tin nhắn quá dài. Hãy rút gọn còn 4.000 ký tự."}
    assert long.values(FORM)["text"] == "a" * 4001


def test_a_closed_dossier_takes_no_messages(visit, send, code, act):
    page = visit(f"/vi/dossiers/{code}/messages")
    act(code, "refuse", reason="Sai thẩm quyền")

    assert not visit(f"/vi/dossiers/{code}/messages").has(FORM)
    send(page, {"text": "Còn ai không?"}, form=FORM, status=409)


def test_only_the_owner_sees_and_writes(code, another_visitor, visit):
    stranger = another_visitor()
    stranger.sign_in("079085000022")

    assert stranger.visit(f"/vi/dossiers/{code}/messages", status=404).heading
    assert stranger.visit(f"/vi/dossiers/{code}/withdrawal", status=404).heading


def test_what_was_written_is_stored_encrypted(visit, send, code, world):
    write(visit, send, code, "BÍ MẬT CỦA TÔI")

    with world.database.session(writes=False) as session:
        raw = session.execute(select(DossierMessage.__table__)).all()
        connection = session.connection()
        stored = connection.exec_driver_sql("SELECT text FROM dossier_message").scalar()
        letters = connection.exec_driver_sql("SELECT payload FROM outbox_message").scalars().all()
    assert len(raw) == 1
    assert "BÍ MẬT".encode() not in bytes(stored)
    assert not any("BÍ MẬT".encode() in bytes(body) for body in letters)
    assert count(world, OutboxMessage, OutboxMessage.kind == "message") == 1
