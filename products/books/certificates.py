"""The recognitions in a book, compared with the law of their day and with the register."""

import re
from dataclasses import dataclass, field
from datetime import date

from products.books.days import day_in, split_decision
from products.certificates.numbering import book_series, objection
from products.certificates.validity import Happening, Life, first_overlap, valid_spans
from products.enums import STARS
from products.models import Certificate
from products.models.certificates import BOOK
from programs.enums import Authority, Clock, LegalEvent
from programs.models import Regulation
from programs.regulations import RegulationMissing, end_of, period_of, regulation_for
from programs.succession import Lineage
from programs.text import fold

# "so: 07/2026" is 7 of 2026, "12/gcn-ubnd" is 12; not "gcn 12".
_NUMBER = re.compile(r"(?:so:? )?0*(\d{1,6})(?:[/\-](20\d{2}))?(?:[/\-].*)?")
# A second decision, a day or a sentence beside the number of a decision.
# "12/qd-ubnd; 15/qd-ubnd", "12 ngay 5", "khong ro"; not "12/qd-ubnd".
_NOT_ONE = re.compile(r";|\bngay\b|\d[/.\-]\d{1,2}[/.\-]\d{2}|qd.*\d\S*/qd|^\D*$")
_LONGEST_NUMBER = 60
# Why a recognition that a book states becomes no certificate.
UNWRITTEN = frozenset({"W_NO_DATE", "W_NO_DECISION", "W_NO_LAW"})
# What an issued certificate says beside its star, by the titles that people read.
STATED = {
    "decision_number": "Số quyết định",
    "decision_date": "Ngày quyết định",
    "issued_on": "Ngày cấp",
    "expires_on": "Ngày hết hạn",
    "authority": "Cấp công nhận",
    "label": "Số giấy",
}


def read_number(text):
    """(number, year or None) of "07/2026"; None where the text is not one of our numbers."""
    found = None if day_in(text) else _NUMBER.fullmatch(fold(text))
    return (int(found[1]), found[2] and int(found[2])) if found else None


def plain(certificate):
    """What an issued certificate says, in the words of a book."""
    said = {name: getattr(certificate, name) for name in ("star", *STATED)}
    said["decision_number"], _ = split_decision(certificate.decision_number)
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in said.items()}


def said_of(turn):
    """What the book says of a recognition, as `plain` says it of a certificate."""
    said = {name: turn[name] for name in STATED if name in turn}
    number, year = read_number(turn.get("number", "")) or (None, None)
    year = year or turn.get("issued_on", "")[:4]
    return said | ({"label": f"{number:02}/{year}"} if number and year else {})


def remark_of(turn):
    """A recognition of which no certificate can be recorded, as a note: "4 sao, năm 2023"."""
    day = turn.get("issued_on")
    when = f"ngày {date.fromisoformat(day):%d/%m/%Y}" if day else ""
    if not day and "year" in turn:
        when = f"năm {turn['year']}"
    return ", ".join(filter(None, [f"{turn['star']} sao", when, turn.get("decision_number", "")]))


def is_same(turn, theirs):
    """Whether a recognition in the book is this certificate: its star, and a day or a decision.

    A book that gives the star alone means whichever certificate has it.
    """
    if turn.get("star") != theirs["star"]:
        return False
    year = (turn.get("issued_on") or str(turn.get("year", "")))[:4]
    is_year = year == theirs["issued_on"][:4]
    is_decision = fold(turn.get("decision_number", "")) == fold(theirs["decision_number"])
    if not turn.get("issued_on"):
        return is_year if year else is_decision or "decision_number" not in turn
    days = (
        turn["decision_date"] == theirs["decision_date"],
        turn["issued_on"] == theirs["issued_on"],
    )
    return any(days) or (is_decision and is_year)


@dataclass
class Chain:
    """The certificates of one product: `said` in the register, `added` by the book, as values.

    `known` are (star, life) of both; `rows` those of the book that are about this product.
    """

    said: list = field(default_factory=list)
    known: list = field(default_factory=list)
    added: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    def add(self, new):
        self.added.append({name: new.get(name) for name in ("star", *STATED)})
        self.known.append((new["star"], life_of_plain(new)))

    def overlap(self, new):
        """A sentence where the new one is valid beside one that it does not upgrade, or ""."""
        star, life = new["star"], life_of_plain(new)
        for other_star, other in self.known:
            first, second = sorted([(life.issued_on, star), (other.issued_on, other_star)])
            day = first_overlap([life, other])
            if day and (second[1] <= first[1] or first[0] == second[0]):
                return (
                    f"Từ ngày {day:%d/%m/%Y} có hai giấy cùng còn hiệu lực mà không phải nâng "
                    "hạng: nếu nhập, giấy cấp trước hết hiệu lực từ ngày cấp giấy sau."
                )
        return ""


def life_of_plain(said):
    return Life(date.fromisoformat(said["issued_on"]), date.fromisoformat(said["expires_on"]))


def closings(papers):
    """[(older, newer)]: the older certificate is in force when the newer one begins.

    `papers` are (issued_on, life, paper). Of two that begin on one day the later in the list stays.
    """
    papers = sorted(papers, key=lambda paper: paper[0])
    for place, (_, life, older) in enumerate(papers):
        for on, _, newer in papers[place + 1 :]:
            if any(first <= on <= last for first, last in valid_spans(life)):
                yield older, newer
                break


def closed(life, kind, on):
    """The life once this has happened, in the order of time."""
    happenings = [*life.happenings, Happening(kind, on)]
    happenings.sort(key=lambda each: each.on)
    return Life(life.issued_on, life.expires_on, tuple(happenings))


class Law:
    """What the law of a day makes of a recognition: three queries for the laws, one for numbers.

    And two for the units, which tell who was above a commune on a day.
    """

    def __init__(self, today):
        self.today = today
        self.laws = list(Regulation.objects.prefetch_related("periods", "starbands"))
        recorded = Certificate.objects.filter(series__startswith=BOOK, number__isnull=False)
        self.numbers = set(recorded.values_list("series", "year", "number"))
        self.lineage = Lineage()

    def judge(self, turn, commune):
        """(the certificate as it would be written, or None; [(code, message)])."""
        problems = list(_gaps(turn, self.today))
        if any(code in {"E_FUTURE", "W_NO_STAR", *UNWRITTEN} for code, _ in problems):
            return None, problems
        decided = date.fromisoformat(turn["decision_date"])
        issued = date.fromisoformat(turn["issued_on"])
        law, band, validity = self._of(decided, turn["star"])
        if validity is None or band is None:
            sentence = (
                f"Không biết quy định nào công nhận {turn['star']} sao ngày {decided:%d/%m/%Y}: "
                "giấy này không được ghi."
            )
            return None, [*problems, ("W_NO_LAW", sentence)]
        authority, said = _authority(turn, band)
        expires, more = _expiry(turn, end_of(validity, issued))
        new = {
            name: turn[name] for name in ("star", "decision_number", "decision_date", "issued_on")
        }
        new |= {"regulation": law.pk, "authority": authority, "expires_on": expires.isoformat()}
        new["series"] = ""
        if commune:
            new["series"] = book_series(authority, commune, decided, self.lineage)
            if sentence := objection(new["series"], law, commune, decided):
                sentence = f"{sentence} Giấy này không được ghi."
                return None, [*problems, *said, ("W_NO_LAW", sentence)]
        return new, [*problems, *said, *more, *self._number(turn, new)]

    def _of(self, day, star):
        """(law, band, validity) of a recognition of this star on this day, as far as known."""
        try:
            law = regulation_for(LegalEvent.RECOGNITION, day, self.laws)
        except RegulationMissing:
            return None, None, None
        band = next((b for b in law.starbands.all() if b.star == star and b.granted_by), None)
        return law, band, period_of(law, Clock.VALIDITY)

    def _number(self, turn, new):
        """Put the book's number on the certificate, unless it cannot be the certificate's."""
        text = turn.get("number", "")
        number, year = read_number(text) or (None, None)
        new |= {"number": number, "year": year or int(new["issued_on"][:4])}
        new["label"] = f"{number:02}/{new['year']}" if number else ""
        if text and not number:
            new["number"] = None
            return [("W_NUMBER", f"Không đọc được số giấy “{text}”: giấy được ghi không có số.")]
        key = (new["series"], new["year"], number)
        if number and key in self.numbers:
            new |= {"number": None, "label": ""}
            return [("W_NUMBER", f"Số giấy “{text}” đã có ở giấy khác: giấy được ghi không có số.")]
        self.numbers.add(key)
        return []


def _gaps(turn, today):
    """What a recognition lacks, and what it says that cannot be true."""
    star, day = turn.get("star"), turn.get("issued_on")
    if star not in dict(STARS):
        what = f"hạng {star} sao" if star else "chưa có sao mà có ngày hoặc số quyết định"
        yield "W_NO_STAR", f"Dòng ghi {what}: không có giấy chứng nhận nào được ghi."
        return
    if not day:
        year = f" năm {turn['year']}" if "year" in turn else ""
        yield "W_NO_DATE", f"Công nhận {star} sao{year} không có ngày: giấy này không được ghi."
    elif max(day, turn["decision_date"]) > today.isoformat():
        yield "E_FUTURE", f"Ngày {date.fromisoformat(day):%d/%m/%Y} chưa đến."
    elif day < turn["decision_date"]:
        yield "W_CHAIN", "Ngày cấp trước ngày quyết định."
    if day and turn.get("year", int(day[:4])) not in {int(day[:4]), int(turn["decision_date"][:4])}:
        yield "W_CHAIN", f"Cột năm ghi {turn['year']}, ngày ghi năm {day[:4]}."
    if day and "other_day" in turn:
        sentence = f"Số quyết định ghi ngày {turn['other_day']}: nếu nhập, lấy ngày ở cột ngày."
        yield "W_CHAIN", sentence
    yield from _doubts_of_number(star, turn.get("decision_number", ""))


def _doubts_of_number(star, number):
    if not number:
        yield (
            "W_NO_DECISION",
            f"Công nhận {star} sao không có số quyết định: giấy này không được ghi.",
        )
    elif len(number) > _LONGEST_NUMBER:
        yield "W_NO_DECISION", "Số quyết định dài quá 60 ký tự: giấy này không được ghi."
    elif _NOT_ONE.search(fold(number)):
        sentence = f"“{number}” có lẽ không phải một số quyết định: nếu nhập, ghi nguyên văn."
        yield "W_DECISION", sentence


def _authority(turn, band):
    said = turn.get("authority", band.granted_by)
    if said == band.granted_by:
        return said, []
    ours, law = Authority(said).label, Authority(band.granted_by).label
    sentence = f"Sổ ghi {ours} công nhận, theo quy định lúc đó là {law}: nếu nhập, ghi theo sổ."
    return said, [("W_AUTHORITY", sentence)]


def _expiry(turn, lawful):
    """The last day as the book says it, doubted where the law says another."""
    text = turn.get("expires_on", lawful.isoformat())
    said = date.fromisoformat(text)
    if said == lawful:
        return said, []
    if text <= turn["issued_on"]:
        return lawful, [
            (
                "W_EXPIRES",
                f"Ngày hết hạn {said:%d/%m/%Y} trước ngày cấp: nếu nhập, ghi {lawful:%d/%m/%Y}.",
            )
        ]
    sentence = (
        f"Sổ ghi hết hạn {said:%d/%m/%Y}, theo quy định là {lawful:%d/%m/%Y}: nếu nhập, ghi theo "
        "sổ."
    )
    return said, [("W_EXPIRES", sentence)]
