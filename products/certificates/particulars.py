"""What a certificate says beside the decision: who signs it, and whose product it is on its day."""

import re

from programs.text import fold
from programs.workflow import StepRefused

# "TM. ỦY BAN NHÂN DÂN", "KT.CHỦ TỊCH"; not "CHỦ TỊCH".
_ON_BEHALF = re.compile(r"(TM|KT|TL|TUQ)\.\s*(.*)")
_MOST_LINES = 2
# "xa" in "thon 1, xa Ba Tieu"; not in "thon Xanh".
_NAMES_A_PLACE = re.compile(r"\b(xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|tp)\b")


def sign(certificate, answers):
    """Put on the certificate how it is signed, or refuse what cannot stand above a signature."""
    authority = [" ".join(each.split()).upper() for each in answers["signer_authority"].split("\n")]
    authority = list(filter(None, authority))
    title = " ".join(answers["signer_title"].split()).upper()
    if authority and (sentence := _authority_fault(authority)):
        raise StepRefused(sentence, status=422, code="signer_authority")
    if sentence := _title_fault(title, authority, answers["signer_name"]):
        raise StepRefused(sentence, status=422, code="signer_title")
    certificate.signer_authority = "\n".join(authority)
    certificate.signer_title = title
    certificate.signer_name = " ".join(answers["signer_name"].split())


def _authority_fault(lines):
    if len(lines) > _MOST_LINES:
        return f"Quyền hạn người ký ghi nhiều nhất {_MOST_LINES} dòng."
    for line in lines:
        if not (found := _ON_BEHALF.fullmatch(line)):
            return (
                f"“{line}” không phải quyền hạn: ghi TM. (thay mặt), KT. (ký thay), TL. (thừa "
                "lệnh) hoặc TUQ. (thừa ủy quyền) rồi tên cơ quan, chức vụ."
            )
        if not found[2]:
            return f"Sau “{line}” phải ghi tên cơ quan hoặc chức vụ, ví dụ KT. CHỦ TỊCH."
    return ""


def _title_fault(title, authority, name):
    if _ON_BEHALF.fullmatch(title):
        return (
            f"“{title}” là quyền hạn, ghi ở ô trên; ở đây ghi chức vụ của chính người ký, ví dụ "
            "PHÓ CHỦ TỊCH."
        )
    if not title and authority:
        return f"Dưới “{authority[-1]}” phải ghi chức vụ của người ký, ví dụ PHÓ CHỦ TỊCH."
    if not title and name:
        return "Phải ghi chức vụ của người ký, ví dụ CHỦ TỊCH."
    return ""


def describe(certificate):
    """Put on the certificate its names, address, set and code as they are on the day of issue."""
    product = certificate.product
    certificate.product_name, certificate.producer_name = product.name, product.producer.name
    certificate.producer_address = address_of(product.producer, certificate.issued_on)
    certificate.set_name = product.product_set.name if product.product_set else ""
    certificate.product_code = code.code if (code := product.codes.last()) else ""


def address_of(producer, day):
    """The address of a producer with the units in which it lies on the day.

    Where the address names its commune by itself, the province alone is added.
    """
    places = producer.places_on(day)
    units = _upwards(places[0] if len(places) == 1 else producer.commune)
    told = fold(producer.address)
    if _NAMES_A_PLACE.search(told):
        units = units[-1:]
    names = [f"{unit.get_kind_display()} {unit.name}" for unit in units]
    return ", ".join(filter(None, [producer.address.strip(" ,.;"), *_untold(names, told)]))


def _untold(names, told):
    return [name for name in names if fold(name) not in told]


def _upwards(unit):
    units = []
    while unit:
        units.append(unit)
        unit = unit.parent
    return units
