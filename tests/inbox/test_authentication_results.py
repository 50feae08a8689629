"""For which senders our own mail server vouches: only its own header counts, and only about that sender."""

import time

import pytest

from terugkom.inbox.authentication_results import is_vouched_for

AN, MX = "an@zb.example.org", "mx.zb.example.org"


@pytest.mark.parametrize(
    "headers",
    [
        [f"{MX}; dmarc=pass header.from=zb.example.org"],
        [f"{MX} 1; dmarc=pass (p=reject dis=none) header.from=ZB.example.org"],
        [f"{MX};\r\n\tspf=fail smtp.mailfrom=x.example;\r\n\tdkim=pass header.d=zb.example.org header.b=ab"],
        [f"{MX}; dkim=pass (2048-bit key; secure) header.i=@zb.example.org header.s=s1; dmarc=none"],
        [f"{MX}; spf=pass smtp.mailfrom=bounce@zb.example.org"],
        [f'"{MX.upper()}"; dkim=pass reason="good signature" header.d=zb.example.org'],
        ["relay.zb.example.org; none", f"{MX}; dmarc=pass header.from=zb.example.org"],
        [f"{MX}; dkim=fail header.d=list.example; dkim=pass header.d=zb.example.org"],
    ],
)
def test_who_passes_under_the_domain_of_from_is_vouched_for(headers: list[str]) -> None:
    assert is_vouched_for(AN, headers, MX)
    assert not is_vouched_for(AN, headers, ""), "none named: nobody is vouched for"
    assert not is_vouched_for("an@elders.example.org", headers, MX)
    assert not is_vouched_for("an@sub.zb.example.org", headers, MX)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [""],
        [f"{MX}; none"],
        [f"{MX}; dmarc=fail header.from=zb.example.org; dkim=pass header.d=zb.example.org"],
        [f"{MX}; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"],
        [f"{MX}; dkim=pass"],
        [f"{MX}; auth=pass smtp.auth=an@zb.example.org"],
        [f"{MX}; spf=pass smtp.helo=zb.example.org"],
        # the header of a stranger, under that of our server or under another name
        [f"{MX}; dmarc=fail header.from=zb.example.org", f"{MX}; dmarc=pass header.from=zb.example.org"],
        [f"{MX}; none", f"{MX}; dmarc=pass header.from=zb.example.org"],
        ["mx.evil.example; dmarc=pass header.from=zb.example.org"],
        [f"{MX}.evil.example; dmarc=pass header.from=zb.example.org"],
        # what a stranger has our server repeat
        [f"{MX}; spf=none (; dmarc=pass header.from=zb.example.org) smtp.mailfrom=evil.example"],
        [f'{MX}; spf=fail smtp.mailfrom="x; dmarc=pass header.from=zb.example.org"'],
        [f'{MX}; dkim=pass reason="a header.d=zb.example.org b" header.d=evil.example'],
        [f"{MX}; dkim=pass header.d=evil.example header.d=zb.example.org"],
        [f"{MX}; dkim=pass (\\) header.d=zb.example.org) header.d=evil.example"],
        [f"{MX}; dmarc=pass (header.from=zb.example.org"],
        [f'{MX}; spf=pass smtp.mailfrom="zb.example.org"@evil.example'],
        [f'{MX}; spf=pass smtp.mailfrom="zb.example.org\\" "@evil.example'],
        [f'{MX}; spf=pass smtp.mailfrom="@zb.example.org"@evil.example; dmarc=none'],
        [f"{MX}; spf=pass smtp.mailfrom=zb.example.org(x)@evil.example"],
        [f'{MX}; dkim=pass header.i="zb.example.org"@evil.example'],
        [f'{MX}; dkim=pass x-comment=" header.d=zb.example.org"'],
        [f"{MX}; dmarc=passed header.from=zb.example.org"],
        [f"{MX}; x-dmarc=pass header.from=zb.example.org"],
    ],
)
def test_nobody_else_is(headers: list[str]) -> None:
    assert not is_vouched_for(AN, headers, MX)


@pytest.mark.parametrize("unit", ["(", ")", "; ", '"', "a=b ", "\\", "a . ", " "])
def test_a_header_without_end_takes_no_time(unit: str) -> None:
    begin = time.process_time()
    assert not is_vouched_for(
        AN, [f"{MX}; dkim=pass " + unit * (7_900 // len(unit)), f"{MX}; " + unit * 10**6], MX
    )
    assert time.process_time() - begin < 0.5
