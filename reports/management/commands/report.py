"""Print a report into a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.registry import REPORTS, ReportRefused
from reports.renderers.press import NotPrinted

OPTIONS = {
    "year": "năm của đợt",
    "number": "số của đợt, khi một năm có nhiều đợt; mã của công văn, ví dụ demo-2024-03",
    "source": "declared (đã khai), listed (trong danh sách đã gửi) hoặc both (cả hai)",
    "unit": "mã đơn vị",
    "month": "tháng, ví dụ 2026-12",
    "code": "mã tra cứu in trên giấy chứng nhận",
    "dossier": "mã số của hồ sơ",
    "form": "01 (phiếu đăng ký), 02 (báo cáo tự đánh giá) hoặc 03 (báo cáo của UBND cấp xã)",
    "session": "mã phiên họp Hội đồng, ví dụ demo-2026-tinh",
    "period": "kỳ báo cáo: 6-month hoặc annual",
    "set": "số của bộ sản phẩm, từ 1 đến 26",
    "user": "tên đăng nhập; chỉ in những dòng người này được xem",
}
TEXT_FORMATS = {"json", "csv"}


class Command(BaseCommand):
    help = "In một báo cáo ra tệp. “report --list” cho biết có những báo cáo nào."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="tên báo cáo")
        parser.add_argument("--list", action="store_true", help="liệt kê các báo cáo")
        for name, meaning in OPTIONS.items():
            parser.add_argument(f"--{name}", help=meaning)
        parser.add_argument("--format", help="pdf, docx, xlsx, json hoặc csv")
        parser.add_argument(
            "--output", metavar="FILE", help="tệp để ghi; json và csv có thể bỏ qua"
        )

    def handle(self, *args, name, **options):
        if options["list"]:
            self._list()
            return
        try:
            content = self._content(name, options)
        except (ReportRefused, NotPrinted) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._hand_out(content, options["output"])

    def _list(self):
        for report in REPORTS.values():
            options = " ".join(f"--{option}" for option in report.options)
            formats = "|".join(report.formats)
            self.stdout.write(f"{report.name}: {report.title}")
            self.stdout.write(f"    {options} --format {formats} --output FILE")

    def _content(self, name, options):
        report = REPORTS.get(name)
        if report is None:
            known = ", ".join(REPORTS)
            raise ReportRefused(f"Không có báo cáo “{name or ''}”. Có: {known}.")
        extension = options["format"] or report.formats[0]
        if extension not in report.formats:
            known = ", ".join(report.formats)
            raise ReportRefused(f"“{name}” không in ra “{extension}”. Chọn --format: {known}.")
        table = report.build(options)
        if not options["output"] and extension not in TEXT_FORMATS:
            raise ReportRefused(f"Ghi tên tệp, ví dụ --output {name}.{extension}.")
        return report.render(table, extension)

    def _hand_out(self, content, output):
        if not output:
            self.stdout.write(content.decode())
            return
        try:
            Path(output).write_bytes(content)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {output}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {output} ({len(content)} byte).")
