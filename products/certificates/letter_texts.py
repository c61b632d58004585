"""The wording of a letter about certificates that end, from its sealed values.

A letter keeps the words that it was sealed with: each wording has its number, the first has none.
"""

from datetime import date

from programs.citations import Citations, Cited, day_in_text, two_digits

WORDING = 2


class _Words:
    """How this wording counts, dates and cites; it remembers what the letter has cited."""

    count = staticmethod(two_digits)

    def __init__(self):
        self._citations = Citations()

    @staticmethod
    def day(text):
        return day_in_text(date.fromisoformat(text))

    def decided(self, row):
        decision = Cited(row["decision"], date.fromisoformat(row["decided_on"]), row["issuer"])
        return f"theo {self._citations.cite(decision)}"

    def by_law(self, law):
        return f", theo {law['cited']}" if law["cited"] else ""


class _FirstWords:
    """As letters were written before wordings had numbers."""

    count = staticmethod(str)

    @staticmethod
    def day(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"

    def decided(self, row):
        return f"theo Quyết định số {row['decision']} ngày {self.day(row['decided_on'])}"

    def by_law(self, law):
        by = f", theo {law['cited']}" if law["cited"] else ""
        return by + (f", {law['article']}" if law["article"] else "")


def _words(values):
    return _Words() if values.get("wording") == WORDING else _FirstWords()


def subject(values):
    count = len(values["certificates"])
    which = "giấy chứng nhận" if count == 1 else f"{_words(values).count(count)} giấy chứng nhận"
    return f"thông báo {which} sản phẩm OCOP sắp hết hạn"


def signing(values):
    """The lines above the signature; the first letters had one."""
    return tuple(values["signing"]) if "signing" in values else (values["position"],)


def paragraphs(values):
    """The text of the letter, for the paper and for the mail alike."""
    words = _words(values)
    issuer, producer = values["head"]["issuer"], values["producer"]
    yield (f"{issuer} thông báo giấy chứng nhận sản phẩm OCOP sau đây của {producer} sắp hết hạn:")
    for place, each in enumerate(values["certificates"], 1):
        yield f"{place}. {_said(each, words)}"
    yield from _advice(values, words)
    yield (
        "Hết hạn mà không được đánh giá lại, giấy chứng nhận không còn hiệu lực và sản phẩm không "
        "được sử dụng nhãn hiệu OCOP."
    )
    yield (
        f"Đề nghị {values['unit']} hướng dẫn, kiểm tra hồ sơ theo thẩm quyền. Trường hợp không "
        f"đăng ký đánh giá lại, đề nghị {producer} báo lý do cho {values['unit']} để tổng hợp./."
    )


def _said(each, words):
    text = (
        f"Sản phẩm “{each['product']}”, hạng {each['star']} sao, giấy chứng nhận "
        f"{_numbered(each)}{words.decided(each)}: có giá trị đến hết ngày "
        f"{words.day(each['ends_on'])}"
    )
    if each["window"]:
        first, last = map(words.day, each["window"])
        text += f"; thời gian nộp hồ sơ đánh giá lại từ ngày {first} đến hết ngày {last}"
    return f"{text}."


def _numbered(each):
    """Papers from old books may bear no number: the decision alone names them."""
    return f"số {each['label']} " if each["label"] else ""


def _advice(values, words):
    """What to do: apply in time, or where the time is over, ask the unit."""
    producer, unit, by = values["producer"], values["unit"], words.by_law(values["law"])
    is_over = [
        bool(row["window"]) and row["window"][1] < values["sent_on"] for row in _rows(values)
    ]
    if not all(is_over):
        yield (
            f"Đề nghị {producer} lập hồ sơ đánh giá lại, nộp tại {unit}{by}; báo cáo tự đánh giá "
            "nêu rõ những thay đổi so với sản phẩm đã được công nhận."
        )
    if any(is_over):
        yield (
            "Đến ngày của công văn này, thời gian nộp hồ sơ đánh giá lại của "
            f"{_papers(values, is_over, words)} đã hết{by if all(is_over) else ''}. Nếu chưa nộp "
            f"hồ sơ, {producer} liên hệ {unit} để được hướng dẫn."
        )


def _rows(values):
    return values["certificates"]


def _papers(values, chosen, words):
    """The papers that are chosen, each named; one decision recognises several products."""
    rows = [row for row, is_chosen in zip(_rows(values), chosen, strict=True) if is_chosen]
    numbers = ", ".join(row["label"] for row in rows if row["label"])
    others = [f"“{row['product']}” {words.decided(row)}" for row in rows if not row["label"]]
    named = [f"giấy chứng nhận số {numbers}"] * bool(numbers)
    return "; ".join([*named, *(f"giấy chứng nhận sản phẩm {each}" for each in others)])
