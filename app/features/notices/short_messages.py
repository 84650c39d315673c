"""Text messages: the GSM alphabet (3GPP TS 23.038), parts, and Vietnamese without marks."""

from __future__ import annotations

import re
import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


_PHONE = re.compile(r"\+?[0-9]{8,15}")


def phone_number(text: str | None) -> str | None:
    """The number as the message service takes it, if it is one."""
    number = re.sub(r"[ .()-]", "", text or "")
    return number if _PHONE.fullmatch(number) else None


def plain(text: str) -> str:
    """Vietnamese without marks, for phones and networks that show nothing else: `Hồ sơ` becomes `Ho so`."""
    letters = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ’–…", "dD'-.")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def parts(text: str) -> int:
    """How many messages the text is billed as: 160 or 153 GSM letters a part, 70 or 67 of UCS-2."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        size, alone, joined = sum(2 if letter in _EXTENDED else 1 for letter in text), 160, 153
    else:
        size, alone, joined = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= alone else -(-size // joined)
