"""The page of one thing: its sections, and the menu at their side that is made from them."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

register = template.Library()
_MENU = "_sections"


@register.tag
def sections(parser, _token):
    """The sections between this and {% endsections %}, after the menu that leads to each."""
    body = parser.parse(("endsections",))
    parser.delete_first_token()
    return _Sections(body)


class _Sections(template.Node):
    def __init__(self, body):
        self.body = body

    def render(self, context):
        with context.push(**{_MENU: []}):
            body = self.body.render(context)
            menu = render_to_string("_side.html", {"sections": context[_MENU]})
        return format_html('{}<div class="sections">{}</div>', menu, body)


@register.simple_block_tag(takes_context=True)
def section(context, content, name, title, count=None, *, wide=False):
    """{% section "giay-to" "Giấy tờ" 7 %}…{% endsection %}; a `wide` one has the whole page."""
    context[_MENU].append((name, title, count))
    drawn = format_html(
        '<section id="{}" class="section{}"><h2>{}</h2>{}</section>',
        name,
        " wide" if wide else "",
        title,
        content,
    )
    # The column of the sections ends before a wide one and begins anew after it.
    return format_html('</div>{}<div class="sections">', drawn) if wide else drawn
