"""What a page of a sheet of criteria sends: an option and the evidence of each criterion."""

from programs.forms.base import VersionedForm
from programs.text import whole_number

# An answer that names no option: it is told as a fault, and does not pass for no answer.
NO_OPTION = -1


class AnswersForm(VersionedForm):
    """The whole sheet as a page sends it: `o-<criterion>` is an option, `e-<criterion>` a text."""

    is_long = True

    def choices(self) -> dict[int, int]:
        """{criterion's key: option's key, or NONE_MET} of what was chosen."""
        typed = ((key, whole_number(text)) for key, text in self._named("o-") if text)
        return {key: NO_OPTION if number is None else number for key, number in typed}

    def evidence(self) -> dict[int, str]:
        return dict(self._named("e-"))

    def _named(self, prefix):
        names = (name for name in self.data if name.startswith(prefix))
        return [(whole_number(name.removeprefix(prefix)) or 0, self.data[name]) for name in names]
