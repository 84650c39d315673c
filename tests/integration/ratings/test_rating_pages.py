"""Rating where the service ends, once, by whoever used it."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from app.features.ratings.models import Rating

FORM = "main form[action*='/ratings/']"
PORTAL = "http://127.0.0.1:8000"


def ratings(world):
    with world.database.session(writes=False) as session:
        return session.scalars(select(Rating)).all()


def test_rating_inline_on_the_dossiers_page_and_on_the_list(visit, send, ended, world):
    assert "Đánh giá dịch vụ này" in visit("/vi/dossiers").one(".dossier-row").text
    page = visit(f"/vi/dossiers/{ended}")

    thanks = send(page, {"level": "1", "comment": " Nhanh <b>gọn</b> "}, form="#rating form")

    assert "Cảm ơn bạn đã đánh giá" in thanks.text
    (rating,) = ratings(world)
    assert (rating.level, rating.comment, rating.language) == (1, "Nhanh <b>gọn</b>", "vi")
    assert "Nhanh <b>gọn</b>" in visit(f"/vi/dossiers/{ended}").one("#rating").text
    assert "Đánh giá dịch vụ này" not in visit("/vi/dossiers").one(".dossier-row").text


def test_htmx_swaps_only_the_rating(visit, visitor, ended):
    submission = visit(f"/en/dossiers/{ended}").submission({"level": "2"}, form="#rating form")

    thanks = visitor.submit(submission, target="section#rating")

    assert "Thank you" in thanks.one("#rating").text
    # The form is gone from the page, and with it what the header's button would have sent.
    assert thanks.one("hx-partial[hx-target='#language'] a").attr("href") == f"/vi/ratings/{ended}"


def test_mistakes_are_named_and_words_kept(visit, send, ended, world):
    page = send(visit(f"/vi/ratings/{ended}"), {"comment": "Tốt"}, form=FORM, status=422)
    long = send(page, {"level": "1", "comment": "ờ" * 1001}, form=FORM, status=422)

    assert set(page.errors) == {"level"}
    assert page.one("[name='comment']").text == "Tốt"
    assert set(long.errors) == {"comment"}
    assert long.values(form=FORM)["level"] == "1"
    assert ratings(world) == []


def test_an_invented_level_is_refused(visit, client, ended, world):
    token = visit(f"/vi/ratings/{ended}").values(form=FORM)["csrf_token"]

    for level in ("0", "4", "-1", "1.5", "một", "1' or 1=1", ""):
        data = {"csrf_token": token, "level": level}
        assert client.post(f"/vi/ratings/{ended}", base_url=PORTAL, data=data).status_code == 422
    assert client.post(f"/vi/ratings/{ended}", base_url=PORTAL, data={"level": "1"}).status_code == 400
    assert ratings(world) == []


def test_a_changed_mind_is_told_that_it_is_rated_already(visit, visitor, ended, world):
    first = visit(f"/vi/ratings/{ended}").submission({"level": "1"}, form=FORM)
    second = visit(f"/vi/ratings/{ended}").submission({"level": "3"}, form=FORM)

    visitor.submit(first)
    again = visitor.submit(first)
    conflict = visitor.submit(second, status=409)

    assert "Cảm ơn" in again.text
    assert conflict.heading == "Bạn đã đánh giá hồ sơ này"
    assert [rating.level for rating in ratings(world)] == [1]


def test_only_the_owner_rates_and_only_at_the_end(visit, started, another_visitor):
    stranger = another_visitor()
    stranger.sign_in("079085000022")

    visit(f"/vi/ratings/{started}", status=409)
    stranger.visit(f"/vi/ratings/{started}", status=404)
    visit("/vi/ratings/unknown", status=404)


def test_twenty_ratings_at_once_leave_one(visit, visitor, world, ended):
    token = visit(f"/vi/ratings/{ended}").values(form=FORM)["csrf_token"]
    cookie = visitor.client.get_cookie("session", domain="127.0.0.1")

    def rate(number):
        client = world.portal.test_client()
        client.set_cookie("session", cookie.value, domain="127.0.0.1")
        data = {"csrf_token": token, "level": str(1 + number % 3), "comment": ""}
        return client.post(f"/vi/ratings/{ended}", base_url=PORTAL, data=data).status_code

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(rate, range(20)))

    (rating,) = ratings(world)
    same = sum(1 for number in range(20) if 1 + number % 3 == rating.level)
    assert (answers.count(303), answers.count(409)) == (same, 20 - same)
