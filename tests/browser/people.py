"""People at their browsers: each in a context of their own."""

import base64
import hmac
import re
import struct
import time
from typing import Any

from workbench.demo.seed import PASSWORD


def newcomer(chromium: Any, address: str, *, width: int = 1366, height: int = 768, **options: Any) -> Any:
    """A page of somebody who has not signed in; ``script_errors`` gathers what goes wrong in its scripts."""
    size = {"width": width, "height": height}
    # Who has asked for less motion: else a pointer waits for every page to come to rest.
    settings = {"viewport": size, "base_url": address, "locale": "zh-CN", "reduced_motion": "reduce"}
    context = chromium.new_context(**settings | options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.script_errors = []
    page.on("pageerror", lambda error: page.script_errors.append(str(error)))
    return page


def signed_in(chromium: Any, address: str, email: str, **size: int) -> Any:
    """Somebody who has signed in with address and password, and an official with a second factor, set up if need be."""
    page = newcomer(chromium, address, **size)
    by_password(page, email)
    page.wait_for_url(re.compile(r"/(home|accounts/2fa|accounts/2fa/authenticate)/$"))
    if page.url.endswith("/accounts/2fa/"):
        SECRETS[address, email] = set_up_codes(page)
        page.goto("/home/")
    elif page.url.endswith("/authenticate/"):
        second_step(page, SECRETS[address, email])
    page.wait_for_url("**/home/")
    return page


def by_password(page: Any, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


# The authenticators of people at the portals of this process: what a telephone would keep.
SECRETS: dict[tuple[str, str], str] = {}


def set_up_codes(page: Any) -> str:
    """From the page that an official is led to, as with a telephone; gives the secret."""
    page.get_by_role("link", name="设置动态口令").click()
    secret = str(page.locator(".totp-secret").inner_text())
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="启用动态口令").click()
    page.wait_for_url("**/recovery-codes/")
    return secret


def second_step(page: Any, secret: str) -> None:
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="登录", exact=True).click()


def code_of(secret: str) -> str:
    """What a telephone would show now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def one_click(chromium: Any, address: str, name: str, **options: Any) -> Any:
    """One of the demo's people, signed in by one click."""
    page = newcomer(chromium, address, **options)
    page.goto("/accounts/people/")
    page.get_by_role("button", name=name).first.click()
    page.wait_for_url("**/home/")
    return page


PASTE = """([kind, text]) => {
  const data = new DataTransfer();
  data.setData(kind, text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector(".ProseMirror").dispatchEvent(event);
}"""


def written(page: Any, text: str, kind: str = "text/plain") -> Any:
    """Put a text into the page's editor in the place of all that was there, as from the clipboard; gives the editor."""
    editor = page.locator(".ProseMirror")
    editor.click()
    page.keyboard.press("Control+A")
    page.evaluate(PASTE, [kind, text])
    return editor
