"""Wrong tries to look a dossier up are counted once, whichever of the portal's processes answers."""

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from app.features.tracking.attempts import WRONG_FOR_CODE_BY_CONNECTION

REFUSED = "thử quá nhiều lần"


def tries(portal, code, times):
    """What each of several wrong tries is answered, every one over a connection of its own."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = browser.open(f"{portal}/vi/track", timeout=20).read().decode()
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', form)[1]
    typed = urllib.parse.urlencode({"csrf_token": token, "code": code, "fact": "0000"}).encode()
    for _ in range(times):
        try:
            answer = browser.open(f"{portal}/vi/track", typed, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        yield answer.read().decode()


def test_two_processes_do_not_double_the_tries(servers):
    answers = list(tries(servers.portal, "000.00.00.H26-261122-9999", 10))

    allowed = [answer for answer in answers if REFUSED not in answer]
    assert len(allowed) == WRONG_FOR_CODE_BY_CONNECTION.amount
