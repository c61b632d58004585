"""What is chosen and typed about the photos of a product."""

from django import forms

from products.models import ProductPhoto
from programs.forms.base import RowForm
from programs.uploads.accepting import LARGEST, PICTURES, accept

# Enough on every screen and on paper; a phone's pictures are three times as long.
PHOTO_PIXELS = 1600


class PhotoForm(RowForm):
    picture = forms.FileField(
        label="ảnh",
        help_text=f"JPG hoặc PNG, {LARGEST}; thông tin máy ảnh và vị trí chụp được bỏ đi.",
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.jfif,.png"}),
    )
    field_order = ("picture", "caption")

    class Meta:
        model = ProductPhoto
        fields = ["caption"]

    def clean_picture(self):
        return accept(self.cleaned_data["picture"], PICTURES, longest=PHOTO_PIXELS)
