"""The browser reaches the real service, and a page of it keeps its own security policy."""


def test_a_stranger_is_asked_to_sign_in(open_page, own_service):
    page = open_page(own_service)
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    answer = page.goto("/account/login/")
    assert answer.status == 200
    assert page.get_by_role("heading", level=1).is_visible()
    assert refused == []
