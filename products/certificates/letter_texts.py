"""The wording of a letter about certificates that end, from its sealed values."""

from datetime import date


def subject(values):
    count = len(values["certificates"])
    which = "giấy chứng nhận" if count == 1 else f"{count} giấy chứng nhận"
    return f"thông báo {which} sản phẩm OCOP sắp hết hạn"


def paragraphs(values):
    """The text of the letter, for the paper and for the mail alike."""
    issuer, producer = values["head"]["issuer"], values["producer"]
    yield (f"{issuer} thông báo giấy chứng nhận sản phẩm OCOP sau đây của {producer} sắp hết hạn:")
    for place, each in enumerate(values["certificates"], 1):
        yield f"{place}. {_said(each)}"
    yield from _advice(values)
    yield (
        "Hết hạn mà không được đánh giá lại, giấy chứng nhận không còn hiệu lực và sản phẩm không "
        "được sử dụng nhãn hiệu OCOP."
    )
    yield (
        f"Đề nghị {values['unit']} hướng dẫn, kiểm tra hồ sơ theo thẩm quyền. Trường hợp không "
        f"đăng ký đánh giá lại, đề nghị {producer} báo lý do cho {values['unit']} để tổng hợp./."
    )


def _said(each):
    text = (
        f"Sản phẩm “{each['product']}”, hạng {each['star']} sao, giấy chứng nhận "
        f"{_numbered(each)}{_decided(each)}: có giá trị đến hết ngày {_day(each['ends_on'])}"
    )
    if each["window"]:
        first, last = map(_day, each["window"])
        text += f"; thời gian nộp hồ sơ đánh giá lại từ ngày {first} đến hết ngày {last}"
    return f"{text}."


def _numbered(each):
    """Papers from old books may bear no number: the decision alone names them."""
    return f"số {each['label']} " if each["label"] else ""


def _decided(each):
    return f"theo Quyết định số {each['decision']} ngày {_day(each['decided_on'])}"


def _advice(values):
    """What to do: apply in time, or where the time is over, ask the unit."""
    law, producer, unit = values["law"], values["producer"], values["unit"]
    by = f", theo {law['cited']}" if law["cited"] else ""
    by += f", {law['article']}" if law["article"] else ""
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
            f"{_papers(values, is_over)} đã hết{by if all(is_over) else ''}. Nếu chưa nộp hồ sơ, "
            f"{producer} liên hệ {unit} để được hướng dẫn."
        )


def _rows(values):
    return values["certificates"]


def _papers(values, chosen):
    """The papers that are chosen, each named; one decision recognises several products."""
    rows = [row for row, is_chosen in zip(_rows(values), chosen, strict=True) if is_chosen]
    numbers = ", ".join(row["label"] for row in rows if row["label"])
    others = [f"“{row['product']}” {_decided(row)}" for row in rows if not row["label"]]
    named = [f"giấy chứng nhận số {numbers}"] * bool(numbers)
    return "; ".join([*named, *(f"giấy chứng nhận sản phẩm {each}" for each in others)])


def _day(text):
    return f"{date.fromisoformat(text):%d/%m/%Y}"
