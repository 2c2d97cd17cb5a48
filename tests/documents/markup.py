"""Markup that somebody may send: what attacks, what Word leaves, and any mixture of tags."""

import re

from hypothesis import strategies as st

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<a href='javascript:alert(1)'>点击</a>",
    "<p onclick=alert(1)>段落</p>",
    "<p style='background:url(javascript:alert(1))'>段落</p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<td colspan='2\"><script>alert(1)</script>'>格</td>",
    "<ol start='1\" onmouseover=\"alert(1)'><li>项</li></ol>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--><script>alert(1)</script>-->",
    "<style>@import 'https://example.invalid/a.css';</style>",
    "<link rel=stylesheet href=https://example.invalid/a.css>",
    "<base href=https://example.invalid/>",
    "<meta http-equiv=refresh content='0;url=https://example.invalid'>",
    "<object data=https://example.invalid/a.swf></object>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<template><script>alert(1)</script></template>",
)

_TAGS = re.findall(
    r"\w+",
    "p h1 h4 div span b i u sub sup br hr ol ul li blockquote table thead tbody tr th td caption a font script style "
    "svg math template section pre select option form textarea title",
)
_ATTRIBUTES = st.sampled_from(["", ' colspan="3"', " rowspan=2", ' start="7"', " style=color:red", ' class="a"'])
_TEXTS = st.text("创新 基地<>&\"'“”喆〇a1²\n\t\u3000\u00a0", max_size=6)
_PIECES = st.one_of(
    _TEXTS,
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), _ATTRIBUTES),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.sampled_from(ATTACKS),
)
# Any order, closed or not.
MARKUP = st.lists(_PIECES, max_size=25).map("".join)
