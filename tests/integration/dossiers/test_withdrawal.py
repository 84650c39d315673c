"""Taking an application back: asked, confirmed or declined by the agency."""

from sqlalchemy import func, select

from app.features.dossiers.mirror.exchange import Withdrawal

FORM = "#withdrawal-form"


def ask(visit, send, code, reason="Tôi khai sai tên"):
    return send(visit(f"/vi/dossiers/{code}/withdrawal"), {"reason": reason}, form=FORM)


def test_the_agency_confirms_and_the_dossier_ends(visit, send, deliver, stage, code):
    page = ask(visit, send, code)
    assert "Cổng đang chuyển yêu cầu" in page.text
    deliver()
    assert "Cơ quan đã nhận yêu cầu" in visit(f"/vi/dossiers/{code}").text

    with stage.letters() as desk:
        assert desk.open_withdrawal(code).reason == "Tôi khai sai tên"
        desk.grant(code)
    deliver()

    page = visit(f"/vi/dossiers/{code}")
    assert "Công dân yêu cầu rút hồ sơ" in page.one("#state").text
    assert "Bạn đã yêu cầu rút" not in page.text
    assert f"/vi/dossiers/{code}/withdrawal" not in [link.attr("href") for link in page.all("a")]
    assert not page.has("#progress aside"), "nothing stands beside a dossier without deadline and messages"


def test_the_agency_declines_and_one_may_ask_again(visit, send, deliver, stage, code):
    ask(visit, send, code, reason="")
    deliver()
    with stage.letters() as desk:
        desk.decline(code, {"vi": "Giấy đã ký.", "en": "The paper is signed."})
    deliver()

    page = visit(f"/en/dossiers/{code}")
    assert "The dossier stays with the agency" in page.text
    assert "The paper is signed." in page.text
    again = ask(visit, send, code)
    assert "Cổng đang chuyển yêu cầu" in again.text


def test_asking_twice_asks_once(visit, send, deliver, stage, code, world):
    page = visit(f"/vi/dossiers/{code}/withdrawal")

    send(page, {"reason": "Một"}, form=FORM)
    send(page, {"reason": "Hai"}, form=FORM)

    with world.database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Withdrawal)) == 1


def test_the_consequences_are_told_before(visit, code):
    page = visit(f"/vi/dossiers/{code}/withdrawal")

    assert "Hồ sơ chỉ được rút khi cơ quan xác nhận" in page.text
    assert page.link("Giữ nguyên hồ sơ").endswith(f"/vi/dossiers/{code}")


def test_what_is_over_cannot_be_withdrawn(visit, send, code, act):
    page = visit(f"/vi/dossiers/{code}/withdrawal")
    act(code, "accept", "start", "finish")

    assert visit(f"/vi/dossiers/{code}/withdrawal").heading == visit(f"/vi/dossiers/{code}").heading
    send(page, {"reason": ""}, form=FORM, status=409)


def test_a_wish_that_comes_too_late_is_told(visit, send, deliver, stage, officer, code):
    ask(visit, send, code)
    with officer() as desk:
        for step in (desk.accept, desk.start, desk.finish):
            step(code)
    deliver()

    page = visit(f"/vi/dossiers/{code}")
    assert "Đã xử lý xong" in page.one("#state").text
    assert "Bạn đã yêu cầu rút" not in page.text
