"""What is typed about the places where a product is sold."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from products.models import Outlet
from programs.forms.base import RowForm


class OutletForm(RowForm):
    link = forms.CharField(
        label="địa chỉ trên mạng",
        max_length=300,
        required=False,
        validators=[
            URLValidator(["https"], message="Ghi địa chỉ đầy đủ, bắt đầu bằng https://."),
        ],
        help_text="Trang bán sản phẩm này, bắt đầu bằng https://.",
    )

    class Meta:
        model = Outlet
        fields = ["kind", "name", "address", "link"]
        help_texts = {
            "name": "Tên cửa hàng, điểm bán, gian hàng; không ghi tên người.",
            "address": "Mọi người đọc được: chỉ ghi nơi bán hàng mà chủ thể đồng ý công khai, "
            "không ghi số điện thoại, nơi ở.",
        }

    def clean_link(self):
        """Nobody is led elsewhere than what stands before the first stroke seems to say."""
        link = self.cleaned_data["link"]
        if "@" in urlsplit(link).netloc:
            raise ValidationError("Địa chỉ không được có tên đăng nhập trước dấu @.")
        return link
